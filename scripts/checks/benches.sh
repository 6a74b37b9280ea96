#!/usr/bin/env bash
# A smoke run of every benchmark: it starts, measures something, and reports no error. The numbers mean nothing here.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

shopt -s nullglob
programs=(build/bench/*_bench)
sources=(bench/*_bench.cpp)
bad=0
for program in "${programs[@]}"; do
  if ! out=$(timeout 120 "$program" --benchmark_min_time=0.001 --benchmark_format=csv 2>&1) || [[ $out == *ERROR* ]]; then
    echo "benches: $program failed:"
    tail -n 5 <<<"$out"
    bad=$((bad + 1))
  elif ! grep -qE '^"[^"]+",[0-9]+,' <<<"$out"; then
    echo "benches: $program measured nothing"
    bad=$((bad + 1))
  fi
done
if ((${#programs[@]} < ${#sources[@]})); then
  echo "benches: ${#sources[@]} sources, but only ${#programs[@]} programs are built"
  bad=$((bad + 1))
fi
echo "benches: ${#programs[@]} programs run, $bad violation(s)"
((bad == 0))
