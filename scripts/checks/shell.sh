#!/usr/bin/env bash
# Every script parses: bash -n and shellcheck for shell, the compiler for Python.
set -euo pipefail
cd "$(dirname "$0")/../.."

mapfile -d '' -t shell < <(git ls-files -z --cached --others --exclude-standard -- '*.sh' '.ci/run')
mapfile -d '' -t python < <(git ls-files -z --cached --others --exclude-standard -- '*.py')
bad=0
for file in "${shell[@]}"; do
  bash -n "$file" || bad=$((bad + 1))
  [[ -x $file ]] || { echo "shell: $file is not executable"; bad=$((bad + 1)); }
done
if command -v shellcheck >/dev/null; then
  for file in "${shell[@]}"; do shellcheck --severity=warning "$file" || bad=$((bad + 1)); done
else
  echo "shell: SKIPPED shellcheck: not installed (scripts/setup.sh --checks)"
fi
for file in "${python[@]}"; do
  python3 -c 'import ast, sys; ast.parse(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1])' "$file" || bad=$((bad + 1))
done
echo "shell: ${#shell[@]} shell and ${#python[@]} Python scripts, $bad violation(s)"
((bad == 0))
