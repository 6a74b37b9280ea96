#!/usr/bin/env bash
# From nothing to a feature table: installs what is missing, builds, makes a synthetic cohort, extracts it.
# Usage: scripts/demo.sh [output folder]   (default: build/demo)
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-build/demo}
scripts/setup.sh
scripts/build.sh release radsweep

rm -rf build/demo-cohort
build/radsweep phantom --out build/demo-cohort
mkdir -p "$out"
rm -f "$out/features.csv"
build/radsweep extract build/demo-cohort/cases.csv --preset paper-scaled --format csv --out "$out/features.csv"

echo
echo "The feature table is in $out/features.csv ($(($(wc -l <"$out/features.csv") - 1)) rows). Three lines of it:"
head -n 3 "$out/features.csv" | cut -c 1-160
