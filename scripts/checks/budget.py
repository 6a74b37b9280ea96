#!/usr/bin/env python3
"""Compares registers, spills and static shared memory of every kernel with kernels/cuda/budget.json, for all real
architectures that the project is built for. Kernels of libraries (CUB) are not ours to budget.

usage: scripts/checks/budget.py [--build FOLDER] [--update]     --update: write what is measured now into the budget
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess

import device_code
import sources

BUDGET = sources.ROOT / "kernels" / "cuda" / "budget.json"
MORE_REGISTERS = 8  # compilers differ by a few between versions
MORE_SPILL = 32     # bytes
NUMBERS = re.compile(r"Compiling entry function '(rs_\w+)'.*?(\d+) bytes spill stores, (\d+) bytes spill loads.*?"
                     r"Used (\d+) registers([^\n]*)", re.S)


def measure(arch: str, path: pathlib.Path) -> dict[str, dict[str, int]]:
    done = subprocess.run(["ptxas", "-v", f"-arch=sm_{arch}", "-o", os.devnull, str(path)], capture_output=True,
                          text=True, check=True)
    out = {}
    for kernel, stores, loads, registers, rest in NUMBERS.findall(done.stdout + done.stderr):
        shared = re.search(r"(\d+) bytes smem", rest)
        out[kernel] = {"registers": int(registers), "spill": int(stores) + int(loads),
                       "shared": int(shared[1]) if shared else 0}
    return out


def compare(budget: dict, measured: dict) -> list[str]:
    out = []
    for arch, kernels in measured.items():
        allowed = budget.get(arch, {})
        for kernel, now in kernels.items():
            then = allowed.get(kernel)
            if then is None:
                out.append(f"{kernel} for {arch} has no budget (--update writes it)")
                continue
            for what, slack in (("registers", MORE_REGISTERS), ("spill", MORE_SPILL), ("shared", 0)):
                if now[what] > then[what] + slack:
                    out.append(f"{kernel} for {arch}: {what} {now[what]}, budget {then[what]}")
        out += [f"{kernel} for {arch} is in the budget, but gone (--update)" for kernel in allowed if kernel not in kernels]
    return out


parser = argparse.ArgumentParser()
parser.add_argument("--update", action="store_true")
options = device_code.arguments(parser)

small, large = ({"sm_80": {"k": {"registers": r, "spill": 0, "shared": 0}}} for r in (32, 48))
if not compare(small, large) or compare(large, small):
    raise SystemExit("budget: self-test failed")

measured: dict = collections.defaultdict(dict)
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    jobs = [(arch, pool.submit(measure, arch, path)) for (_, made), path in device_code.ptx(options.build).items()
            for arch, virtual in device_code.ASSEMBLED.items() if virtual == made]
for arch, job in jobs:
    measured[f"sm_{arch}"].update(job.result())
count = sum(len(kernels) for kernels in measured.values())
if options.update:
    lines = []
    for arch in sorted(measured):
        rows = ",\n".join(f'    "{kernel}": {json.dumps(row)}' for kernel, row in sorted(measured[arch].items()))
        lines.append(f'  "{arch}": {{\n{rows}\n  }}')
    BUDGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"budget: {count} rows written")
    raise SystemExit(0)
spilling = sum(1 for kernels in measured.values() for row in kernels.values() if row["spill"])
sources.verdict("budget", f"{count} kernels x architectures, {spilling} of them spill",
                compare(json.loads(BUDGET.read_text()) if BUDGET.is_file() else {}, dict(measured)))
