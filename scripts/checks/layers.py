#!/usr/bin/env python3
"""Holds the layers kernels <- host <- io <- pipeline, and where each foreign library may be included."""

import re

import sources

LAYERS = ("kernels", "host", "io", "pipeline")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
CUDA_HOMES = re.compile(r"kernels/cuda/|kernels/core/group\.cuh$|host/backend/cuda_device\.|bench/ceilings\.cu$")

# Standard headers a kernel may use: no containers, streams, threads or allocation.
KERNEL_STD = {"algorithm", "array", "bit", "cmath", "climits", "compare", "concepts", "cstddef", "cstdint", "cstring",
              "limits", "string_view", "tuple", "type_traits", "utility"}

# (what, pattern of the include, pattern of the files that may have it)
FOREIGN = [
    ("ITK", r"itk", r"io/|tests/[^/]+_itk_test\.cpp$|tests/support/itk_[^/]+\.hpp$"),
    ("Eigen", r"Eigen/", r"host/model/|tests/(?![^/]+_itk_test\.cpp$)"),
    ("the CUDA runtime", r"cuda_runtime|cuda\.h$|driver_types\.h$|device_launch_parameters", CUDA_HOMES.pattern),
    ("CUB, Thrust or libcu++", r"(cub|thrust|cuda)/", r".*\.cuh?$"),
    ("CLI11", r"CLI/", r"pipeline/[^/]+\.cpp$"),
    ("nlohmann's full header", r"nlohmann/json\.hpp", r".*\.cpp$"),
]
RUNTIME_CALL = re.compile(r"<<<|\bcuda(?:Malloc|Free|Memcpy|Memset|Stream|Event|Get|Set|Launch|Func|Device|Host)\w*\s*\(")


def layer_of(path: str) -> str:
    return path.split("/", 1)[0]


def check_include(path: str, kind: str, target: str) -> str | None:
    layer, owner = layer_of(path), layer_of(target)
    for what, include, homes in FOREIGN:
        if re.match(include, target) and not re.match(homes, path):
            return f"includes {what} ({target})"
    if kind == '"':
        if owner in LAYERS:
            if layer in LAYERS and LAYERS.index(owner) > LAYERS.index(layer):
                return f"{layer} includes {owner} ({target})"
        elif layer in LAYERS:
            return f"own include is not root-relative, or not of a layer ({target})"
    elif layer == "kernels" and not path.endswith((".cu", ".cuh")) and target not in KERNEL_STD:
        return f"a kernel header includes <{target}>"
    return None


def check(files: dict[str, str]) -> list[str]:
    out = []
    for path, text in files.items():
        for match in INCLUDE.finditer(text):
            if problem := check_include(path, match[1], match[2]):
                out.append(f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {problem}")
        if not CUDA_HOMES.match(path):
            for match in RUNTIME_CALL.finditer(sources.without_comments(text)):
                out.append(f"{path}: calls the CUDA runtime ({match[0].strip()})")
    return out


def unresolved(files: dict[str, str]) -> list[str]:
    return [f"{path}: no such file: {match[2]}" for path, text in files.items() for match in INCLUDE.finditer(text)
            if match[1] == '"' and layer_of(match[2]) in LAYERS and not (sources.ROOT / match[2]).is_file()]


sources.self_test("layers", check, bad={
    "kernels/matrix/a.hpp": '#include "host/core/status.hpp"\n',
    "host/core/a.hpp": '#include "io/formats.hpp"\n',
    "io/a.cpp": '#include "pipeline/commands.hpp"\n',
    "kernels/core/a.hpp": "#include <vector>\n",
    "host/core/b.cpp": "#include <itkImage.h>\n",
    "host/core/c.cpp": "#include <Eigen/Dense>\n",
    "host/core/d.cpp": "void f() { cudaMalloc(&p, 3); }\n",
    "host/core/e.cpp": '#include "status.hpp"\n',
    "tests/a_itk_test.cpp": "#include <Eigen/Core>\n",
}, good={
    "io/a.cpp": '#include <itkImage.h>\n#include "kernels/core/hd.hpp"\n',
    "kernels/core/a.hpp": "#include <cstdint>\n",
    "host/core/a.cpp": "// cudaMalloc(p) is for others\n",
})

code = sources.texts(sources.CODE)
count = sum(len(INCLUDE.findall(text)) for text in code.values())
sources.verdict("layers", f"{len(code)} files, {count} includes", check(code) + unresolved(code))
