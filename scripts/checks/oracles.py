#!/usr/bin/env python3
"""Every feature of the catalogue (kernels/features/catalogue.hpp) has at least one number of another tool to be compared
with: a row with a finite value in tests/golden/pyradiomics301.csv."""

import collections
import csv
import math
import os
import pathlib
import subprocess
import tempfile

import sources

GOLDEN = sources.ROOT / "tests" / "golden" / "pyradiomics301.csv"
PRINTER = """#include <cstdio>
#include "kernels/features/catalogue.hpp"
int main() {
  for (auto const& c : radsweep::kCatalogue)
    for (auto const& f : c.features)
      std::printf("%.*s_%.*s\\n", int(c.name.size()), c.name.data(), int(f.name.size()), f.name.data());
}
"""


def catalogue() -> list[str]:
    """class_Feature, as the compiler sees the lists."""
    with tempfile.TemporaryDirectory() as folder:
        source, program = pathlib.Path(folder, "print.cpp"), pathlib.Path(folder, "print")
        source.write_text(PRINTER)
        subprocess.run([os.environ.get("CXX", "g++"), "-std=c++20", "-I", str(sources.ROOT), "-o", program, source],
                       check=True)
        return subprocess.run([program], capture_output=True, text=True, check=True).stdout.split()


def oracle_rows() -> collections.Counter:
    rows: collections.Counter = collections.Counter()
    with GOLDEN.open(newline="") as file:
        for row in csv.DictReader(file):
            if math.isfinite(float(row["value"])):
                rows["_".join(row["feature"].rsplit("_", 2)[1:])] += 1
    return rows


def check(features: list[str], rows: collections.Counter) -> list[str]:
    return [f"{feature} has no oracle row in {GOLDEN.name}" for feature in features if rows[feature] == 0]


names, numbers = catalogue(), oracle_rows()
if not check(["glcm_NoSuchFeature"], numbers):
    raise SystemExit("oracles: self-test failed")
if len(names) < 90:
    raise SystemExit(f"oracles: the catalogue lists only {len(names)} features")
fewest = min(names, key=lambda name: numbers[name])
sources.verdict("oracles", f"{len(names)} features, {sum(numbers[n] for n in names)} oracle rows, fewest for {fewest} "
                f"({numbers[fewest]})", check(names, numbers))
