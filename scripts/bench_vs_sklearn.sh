#!/usr/bin/env bash
# Random forests of radsweep and of scikit-learn side by side: fit times on the same data, options and threads, ratios
# with spread. Usage: scripts/bench_vs_sklearn.sh [options of bench_vs_sklearn.py]
# PYTHON names an interpreter with scikit-learn; without it one is set up in build/sklearn-env.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/build.sh release forest_bench
python=${PYTHON:-build/sklearn-env/bin/python}
if ! "$python" -c 'import sklearn' 2>/dev/null; then
  python3 -m venv --clear build/sklearn-env
  build/sklearn-env/bin/python -m pip install --disable-pip-version-check --quiet scikit-learn==1.9.1 numpy==2.4.6
  python=build/sklearn-env/bin/python
fi
exec "$python" scripts/bench_vs_sklearn.py "$@"
