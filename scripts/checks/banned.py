#!/usr/bin/env python3
"""Reports what must not occur: whatever would break equal bits, and text that belongs to one machine or to no release."""

import re

import sources

KERNELS = r"kernels/"
ALL_CODE = r".*\.(hpp|cpp|cuh|cu|inc|py|txt|json|sh|cmake)$"
CPP = r".*\.(hpp|cpp|cuh|cu)$"
THESE_RULES = "scripts/checks/banned.py"

# (rule, files it holds for, pattern): matched against C++ without comments and strings.
CODE_RULES = [
    ("float atomics, or an atomic outside Group", r"(?!kernels/core/group\.cuh|scripts/checks/device_group/).*\.(hpp|cpp|cuh|cu)$",
     r"\batomic(Add|Sub|Min|Max|CAS|Exch|And|Or|Xor)(_block|_system)?\s*\("),
    ("approximate or contracted intrinsics", KERNELS,
     r"\b__(exp|exp10|log|log2|log10|pow|sin|cos|tan|fdivide)f\s*\(|\b__f?fmaf?_\w+\s*\(|(?<![\w.>])(std::)?fmaf?\s*\("),
    ("a sum whose order the library chooses", KERNELS,
     r"\bstd::(accumulate|reduce|transform_reduce|inner_product)\b|\.(sum|mean)\(\s*\)"),
    ("libm where kernels/core/math.hpp decides the bits", KERNELS,
     r"(\bstd::|(?<![\w:])::)(log|log2|log10|log1p|exp|exp2|expm1|pow|cbrt|hypot|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|"
     r"tanh|erf|erfc|tgamma|lgamma)f?\s*\(|(?<![\w:.>])(powf?|logf|expf|log10f?|exp2f?|cbrtf?|sinf|cosf)\s*\("),
    ("allocation or exceptions in a kernel", KERNELS + r".*\.(hpp|cuh)$",
     r"\bnew\b|\bdelete\b(?!;)|\bmalloc\s*\(|\bthrow\b|\btry\b|\bstd::(vector|string|map|unordered_map|function|unique_ptr)\b"),
    ("randomness that is not counter-based or not reproducible", CPP,
     r"(?<![\w.>])s?rand\s*\(|\bstd::random_device\b|(?<![\w.>])time\s*\(\s*(0|NULL|nullptr)\s*\)"),
    ("`using namespace` at file scope", r".*\.(hpp|cuh)$", r"^using namespace\b"),
]
# Matched against the text as it is.
TEXT_RULES = [
    ("fast maths", ALL_CODE, r"-ffast-math|-Ofast\b|-funsafe-math|use_fast_math|-ffp-contract=fast|-fmad=true"),
    ("a path of one machine", r"", r"(?<![\w.])/(work|home|root|mnt|scratch|Users)/\w"),
    ("a host of a package registry or an address of one network", r"",
     r"https?://(\d+\.\d+\.\d+\.\d+|localhost|[\w.-]*(pypi|registry|artifactory|nexus|mirror|proxy)[\w.-]*)|"
     r"--(extra-)?index-url|--trusted-host|\.internal\b(?!_)"),
    ("an unfinished place", r"", r"\b(TODO|FIXME|XXX|HACK)\b"),
]


def check(files: dict[str, str]) -> list[str]:
    out = []
    for path, text in files.items():
        stripped = sources.without_comments(text) if re.match(CPP, path) else ""
        for rules, subject in ((CODE_RULES, stripped), (TEXT_RULES, text)):
            for rule, where, pattern in rules:
                if not re.match(where, path):
                    continue
                for match in re.finditer(pattern, subject, re.M):
                    line = subject.count("\n", 0, match.start()) + 1
                    out.append(f"{path}:{line}: {rule}: {match[0].strip()}")
    return out


sources.self_test("banned", check, bad={
    "CMakeLists.txt": "add_compile_options(-ffast-math)",
    "kernels/cuda/a.cu": "atomicAdd(&total, 1.0f);",
    "kernels/core/a.hpp": "double y = __expf(x);",
    "kernels/core/b.hpp": "double y = std::log2(x);",
    "kernels/core/c.hpp": "return std::accumulate(a, b, 0.0);",
    "kernels/core/d.hpp": "double y = std::fma(a, b, c);",
    "kernels/core/e.hpp": "auto* p = new double[3];",
    "kernels/core/f.hpp": "double y = pow(x, 2);",
    "host/a.cpp": "int x = rand();",
    "host/b.cpp": "std::mt19937 g(time(nullptr));",
    "host/c.hpp": "using namespace std;",
    "README.md": "see /ho" "me/someone/data",
    "scripts/a.sh": "pip install --index-url x",
    "host/d.cpp": "// TO" "DO later",
}, good={
    "kernels/core/a.hpp": "double y = log2(x) + exp(z); // not std::log\n  r = std::fmod(a, b); g.add(p, 1u); a.time(0);",
    "kernels/core/b.hpp": "T(T const&) = delete;",
    "host/a.cpp": "double y = std::log2(x); operand(3);",
})

everything = {path: text for path, text in sources.texts().items() if path != THESE_RULES}
sources.verdict("banned", f"{len(everything)} text files, {len(CODE_RULES) + len(TEXT_RULES)} rules", check(everything))
