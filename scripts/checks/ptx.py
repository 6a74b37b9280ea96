#!/usr/bin/env python3
"""Asserts that no kernel contracts a product and a sum of floats into one rounding (determinism contract, D3): a GPU
would then differ from a CPU. Looks at the PTX: division and square root must be the IEEE ones (.rn) there, too; how the
assembler expands them is exact by their definition."""

import argparse
import pathlib
import re
import tempfile

import device_code
import sources

FORBIDDEN = re.compile(r"^\s*(?:@!?%p\d+\s+)?((?:fma|mad)\.(?:\w+\.)*f(?:16|32|64)\w*|(?:div|sqrt|rcp|rsqrt)\.(?:approx|full)[.\w]*|"
                       r"(?:ex2|lg2|sin|cos|tanh)\.approx[.\w]*|\w+(?:\.\w+)*\.ftz[.\w]*|(?:atom|red)(?:\.\w+)*\.add\.f\w+)", re.M)
ENTRY = re.compile(r"^\.visible \.entry (\w+)\(", re.M)
ARITHMETIC = re.compile(r"^\s*(?:add|sub|mul|div|sqrt)\.(?:rn\.)?f(?:32|64)\b", re.M)

# Kernels that may hold such an instruction, and why it cannot change a result.
ALLOWED: dict[str, str] = {}


def violations(name: str, text: str) -> list[str]:
    out = []
    entries = [(m.start(), m[1]) for m in ENTRY.finditer(text)] or [(0, "?")]
    for match in FORBIDDEN.finditer(text):
        kernel = next((k for start, k in reversed(entries) if start <= match.start()), "?")
        if kernel not in ALLOWED:
            out.append(f"{name}: {kernel}: {match[1]}")
    return sorted(set(out))


def self_test(command: list[str]) -> None:
    """With the build's flags a * b + c keeps two roundings; with contraction switched on the check must notice."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "probe.cu"), pathlib.Path(folder, "probe.ptx")
        source.write_text("__global__ void probe(double* x) { x[0] = x[1] * x[2] + x[3] / x[4]; }\n")
        device_code.compile_ptx(command, str(source), "80", target)
        if violations("probe", target.read_text()):
            raise SystemExit("ptx: the build's flags contract a * b + c")
        contracting = [w for w in command if not w.startswith(("-fmad", "--fmad"))]
        device_code.compile_ptx(contracting, str(source), "80", target)
        if not violations("probe", target.read_text()):
            raise SystemExit("ptx: self-test: a contracted a * b + c was not noticed")


build = device_code.arguments(argparse.ArgumentParser(description=__doc__)).build
self_test(next(iter(device_code.build_flags(build).values())))
found, kernels, operations = [], 0, 0
files = device_code.ptx(build)
for (source_name, arch), path in files.items():
    content = path.read_text()
    kernels += len(ENTRY.findall(content))
    operations += len(ARITHMETIC.findall(content))
    found += violations(f"{source_name} for compute_{arch}", content)
if operations == 0:
    found.append("the PTX holds no floating-point arithmetic at all: is anything compiled?")
sources.verdict("ptx", f"{len(files)} PTX files, {kernels} kernels, {operations} float operations", found)
