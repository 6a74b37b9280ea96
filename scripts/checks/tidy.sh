#!/usr/bin/env bash
# clang-tidy (.clang-tidy: names of the house style, bugprone, a few performance checks) over the sources of the library
# and, through them, their headers. Usage: scripts/checks/tidy.sh [build folder]   (default: build)
set -euo pipefail
cd "$(dirname "$0")/../.."

build=${1:-build}
[[ -f $build/compile_commands.json ]] || { echo "tidy: no $build/compile_commands.json: configure first" >&2; exit 1; }
mkdir -p build/checks/tidy
rm -f build/checks/tidy/*.log

tidy() { # source -> log with its complaints; failure if there are any
  local log
  log=build/checks/tidy/$(tr '/' '_' <<<"$2").log
  clang-tidy --quiet -p "$1" --header-filter='/(kernels|host|io|pipeline)/' "$2" >"$log" 2>/dev/null
}
export -f tidy

# The check must complain where there is reason to.
probe=$(mktemp --suffix=.cpp -p build/checks/tidy)
trap 'rm -f "$probe"' EXIT
echo 'int BadName(int x) { return x; }' >"$probe"
if clang-tidy --quiet --config-file=.clang-tidy "$probe" -- -std=c++20 >/dev/null 2>&1; then
  echo "tidy: self-test: a badly named function was accepted" >&2
  exit 1
fi

mapfile -d '' -t files < <(git ls-files -z --cached --others --exclude-standard -- 'host/*.cpp' 'io/*.cpp' 'pipeline/*.cpp')
# ITK 5.2's headers refuse clang where ITK was built with g++.
with_itk=() without_itk=()
for file in "${files[@]}"; do
  if grep -qE '#include *[<"]itk' "$file"; then with_itk+=("$file"); else without_itk+=("$file"); fi
done
bad=0
printf '%s\0' "${without_itk[@]}" | xargs -0 -P "$(nproc)" -I{} bash -c 'tidy "$@"' _ "$build" {} || bad=1
sed "s|$PWD/||" build/checks/tidy/*.log | grep -E '(^|: )(error|warning):' | sort -u || true
echo "tidy: SKIPPED ${#with_itk[@]} source(s) that include ITK: ${with_itk[*]}"
echo "tidy: ${#without_itk[@]} sources and their headers, $( ((bad)) && echo 'with complaints' || echo 'no complaint')"
((bad == 0))
