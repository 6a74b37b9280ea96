#!/usr/bin/env bash
# Make the virtual environment that holds the oracle: PyRadiomics 3.0.1 and what it needs, all pinned.
#
# usage: scripts/oracle_env.sh [DIR]        (default DIR: build/oracle-env under the repository root)
#
# PYTHON names the interpreter (default python3; 3.9 to 3.11 fit these pins).
# Running it again on a finished environment changes nothing.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dir=${1:-$root/build/oracle-env}
python=${PYTHON:-python3}

pins=(numpy==1.26.4 SimpleITK==2.3.1 PyWavelets==1.6.0 PyYAML==6.0.1 pykwalify==1.8.0 six==1.16.0
      ruamel.yaml==0.18.6 python-dateutil==2.9.0.post0 docopt==0.6.2)
build_pins=(setuptools==69.5.1 wheel==0.43.0 Cython==3.0.10 versioneer==0.29)
radiomics=pyradiomics==3.0.1

die() {
  echo "oracle_env: $*" >&2
  exit 1
}

complete() {
  [[ -x $dir/bin/python ]] && "$dir/bin/python" - "${pins[@]}" "$radiomics" <<'PY' 2>/dev/null
import sys
from importlib.metadata import version

for pin in sys.argv[1:]:
    name, wanted = pin.split("==")
    if version(name) != wanted:
        sys.exit(1)
import radiomics.featureextractor  # noqa: F401  (the C extensions must load)
PY
}

if complete; then
  echo "oracle_env: $dir is complete"
  exit 0
fi

command -v "$python" >/dev/null || die "no interpreter '$python' (apt: python3), or set PYTHON"
"$python" -c 'import sys; sys.exit(not (3, 9) <= sys.version_info[:2] <= (3, 11))' ||
  die "$("$python" --version) does not fit these pins: Python 3.9 to 3.11 is needed; set PYTHON"
"$python" -c 'import ensurepip, venv' 2>/dev/null || die "the venv module is missing (apt: python3-venv)"
include=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
[[ -f $include/Python.h ]] || die "no Python.h in $include (apt: python3-dev)"
command -v "${CC:-gcc}" >/dev/null || die "no C compiler '${CC:-gcc}' (apt: gcc and libc6-dev)"

"$python" -m venv --clear "$dir"
pip=("$dir/bin/python" -m pip install --disable-pip-version-check --quiet)
"${pip[@]}" "${build_pins[@]}"
"${pip[@]}" "${pins[@]}"
# The source archive: its C extensions are compiled here against the numpy pinned above.
"${pip[@]}" --no-build-isolation --no-deps --no-binary pyradiomics "$radiomics"
complete || die "the environment in $dir does not load $radiomics"
echo "oracle_env: $dir holds $radiomics"
