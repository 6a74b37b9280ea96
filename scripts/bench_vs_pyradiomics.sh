#!/usr/bin/env bash
# radsweep and PyRadiomics 3.0.1 side by side on the same cases, one thread each: ratios with spread, and the largest
# difference between their values. Usage: scripts/bench_vs_pyradiomics.sh [options of bench_vs_pyradiomics.py]
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/build.sh release radsweep
scripts/oracle_env.sh build/oracle-env
exec build/oracle-env/bin/python scripts/bench_vs_pyradiomics.py "$@"
