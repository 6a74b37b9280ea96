#!/usr/bin/env bash
# Every header compiles on its own, without what another one happened to include before it. Device headers need nvcc.
set -euo pipefail
cd "$(dirname "$0")/../.."

# The include folders of the libraries, as the build found them.
includes=()
if [[ -f build/compile_commands.json ]]; then
  mapfile -t includes < <(grep -oE -- '-isystem [^ "]+' build/compile_commands.json | sort -u | tr ' ' '\n')
fi
compile() { # header -> message and failure
  local header=$1
  shift
  "${CXX:-g++}" -std=c++20 -fsyntax-only -Wall -Wextra -Werror -I. "$@" -include "$header" -x c++ /dev/null ||
    { echo "headers: $header is not self-sufficient"; return 1; }
}
compile_device() {
  nvcc -std=c++20 -fmad=false -diag-suppress 554 -I. -arch=sm_80 -cuda -o /dev/null -include "$1" -x cu /dev/null ||
    { echo "headers: $1 is not self-sufficient"; return 1; }
}
export -f compile compile_device

probe=$(mktemp --suffix=.hpp)
trap 'rm -f "$probe"' EXIT
echo 'inline std::vector<int> incomplete();' >"$probe"
if compile "$probe" >/dev/null 2>&1; then
  echo "headers: self-test: an incomplete header passed" >&2
  exit 1
fi

mapfile -d '' -t host < <(git ls-files -z --cached --others --exclude-standard -- \
  'kernels/*.hpp' 'host/*.hpp' 'io/*.hpp' 'pipeline/*.hpp' 'tests/*.hpp')
mapfile -d '' -t device < <(git ls-files -z --cached --others --exclude-standard -- '*.cuh')
bad=0
printf '%s\0' "${host[@]}" | xargs -0 -P "$(nproc)" -I{} bash -c 'compile "$@"' _ {} "${includes[@]}" || bad=1
if command -v nvcc >/dev/null; then
  printf '%s\0' "${device[@]}" | xargs -0 -P "$(nproc)" -I{} bash -c 'compile_device {}' || bad=1
else
  echo "headers: SKIPPED ${#device[@]} device header(s): no nvcc"
fi
echo "headers: ${#host[@]} host and ${#device[@]} device headers, $( ((bad)) && echo 'some fail' || echo 'all self-sufficient')"
((bad == 0))
