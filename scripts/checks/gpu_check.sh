#!/usr/bin/env bash
# scripts/gpu_check.sh must notice that no GPU takes part: behind a made-up nvidia-smi, with the programs of build/, every
# step of a device fails and says so, the other steps work, and the results are written.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

if command -v nvidia-smi >/dev/null && nvidia-smi -L >/dev/null 2>&1; then
  echo "gpu_check: SKIPPED: there is a GPU here; scripts/gpu_check.sh itself is the check"
  exit 77
fi
work=build/checks/gpu_check
rm -rf "$work"
mkdir -p "$work/bin"
printf '#!/bin/sh\necho "made up, GPU-0, 580, 9.0, 81559, 1980, 2619, 700"\n' >"$work/bin/nvidia-smi"
chmod +x "$work/bin/nvidia-smi"

code=0
said=$(PATH=$PWD/$work/bin:$PATH scripts/gpu_check.sh --built build "$work/result.json" 2>&1) || code=$?
bad=0
complain() {
  echo "gpu_check: $1"
  bad=$((bad + 1))
}
((code == 1)) || complain "exit code $code without a GPU, not 1"
for step in doctor equal_bits deterministic benchmarks; do
  grep -qE "FAILED +$step .*no GPU took part" <<<"$said" || complain "$step does not notice that no GPU took part"
done
grep -qE 'FAILED +sweep_cuda .*exit code 69' <<<"$said" || complain "sweep_cuda does not fail with 69"
for step in sweep_input sweep_cpu; do
  grep -qE "ok +$step " <<<"$said" || complain "$step does not work"
done
grep -q '"passed": false' "$work/result.json" || complain "the results do not say that steps failed"
((bad == 0)) || tail -n 40 <<<"$said"
echo "gpu_check: 8 places looked at, $bad violation(s)"
((bad == 0))
