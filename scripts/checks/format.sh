#!/usr/bin/env bash
# Every C++ and CUDA source is laid out as .clang-format says.
set -euo pipefail
cd "$(dirname "$0")/../.."

mapfile -d '' -t files < <(git ls-files -z --cached --others --exclude-standard -- '*.hpp' '*.cpp' '*.cuh' '*.cu')
differs() { clang-format --dry-run -Werror "$1" 2>/dev/null || echo "$1"; }
export -f differs
mapfile -t bad < <(printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -I{} bash -c 'differs {}' | sort)
# The check must see a difference where there is one.
if printf 'int  x ;\n' | clang-format --dry-run -Werror --assume-filename=x.cpp 2>/dev/null; then
  echo "format: self-test: clang-format reports nothing" >&2
  exit 1
fi
for file in "${bad[@]}"; do echo "format: $file (run clang-format -i on it)"; done
echo "format: ${#files[@]} files, ${#bad[@]} violation(s)"
((${#bad[@]} == 0))
