#!/usr/bin/env bash
# Installs what the build needs on Debian 12 (or a system with the same package names). Does nothing if all is there.
# Usage: scripts/setup.sh [--checks]   --checks: also what scripts/ci.sh needs to check the sources
set -euo pipefail

if (($# > 1)) || [[ ${1:---checks} != --checks ]]; then
  echo "usage: scripts/setup.sh [--checks]" >&2
  exit 2
fi

packages=(g++ cmake ninja-build pkg-config python3
  libinsighttoolkit5-dev libeigen3-dev libboost-dev libtbb-dev libcli11-dev libyaml-cpp-dev nlohmann-json3-dev libfmt-dev
  libdeflate-dev libssl-dev libgtest-dev libgmock-dev libbenchmark-dev libjs-vega)
if [[ ${1:-} == --checks ]]; then packages+=(clang-format clang-tidy git shellcheck); fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
# Opens reports for scripts/checks/report.py, which is skipped without it.
browser=()
if [[ ${1:-} == --checks ]] && ! command -v chromium chromium-browser google-chrome google-chrome-stable >/dev/null; then
  browser=(chromium)
fi
if ((${#missing[@]} + ${#browser[@]} == 0)); then exit 0; fi

if ! command -v apt-get >/dev/null; then
  if ((${#missing[@]} == 0)); then exit 0; fi
  echo "setup: this script knows apt only; please install the equivalents of: ${missing[*]}" >&2
  exit 1
fi
as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || { echo "setup: run as root, or install first: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "setup: installing ${missing[*]} ${browser[*]}" >&2
"${as_root[@]}" apt-get update -q >&2
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends)
if ((${#missing[@]})); then "${install[@]}" "${missing[@]}" >&2; fi
if ((${#browser[@]})) && ! "${install[@]}" "${browser[@]}" >&2; then
  echo "setup: no browser could be installed: reports will not be looked at" >&2
fi
