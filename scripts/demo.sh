#!/usr/bin/env bash
# From nothing to the report of a study: installs what is missing, builds, makes a synthetic cohort (46 patients, three
# segmentations), extracts its features, analyses them, and writes the report.
# Usage: scripts/demo.sh [output folder]   (default: build/demo)
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-build/demo}
scripts/setup.sh
scripts/build.sh release radsweep

rm -rf build/demo-cohort
build/radsweep phantom --out build/demo-cohort
build/radsweep study build/demo-cohort/study.yaml --out "$out" --fresh

echo
echo "The report is $out/report.html: open it in a browser. The study behind it is build/demo-cohort/study.yaml."
echo "Three lines of the feature table ($(($(wc -l <"$out/features.csv") - 1)) rows):"
head -n 3 "$out/features.csv" | cut -c 1-160
