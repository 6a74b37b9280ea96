#!/usr/bin/env bash
# The one entry of continuous integration, the same on any machine: the tests, then every check. Goes on after a failure,
# prints one line per step and a verdict, and exits non-zero if any step failed. Logs: build/ci/<step>.log.
# Usage: scripts/ci.sh [step ...]    (default: all, see the list at the end)
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

logs=build/ci
mkdir -p "$logs"
wanted=("$@")
failed=()
skipped=()
start=$SECONDS

line() { printf 'ci: %-10s %-18s %4d s\n' "$1" "$2" "$3"; }

# step NAME COMMAND...: runs it unless other steps were asked for; exit code 77 means skipped, with the reason in the log.
step() {
  local name=$1 begin=$SECONDS code=0
  shift
  if ((${#wanted[@]})) && [[ " ${wanted[*]} " != *" $name "* ]]; then return; fi
  "$@" >"$logs/$name.log" 2>&1 || code=$?
  case $code in
    0) line ok "$name" $((SECONDS - begin)) ;;
    77)
      skipped+=("$name")
      line SKIPPED "$name" $((SECONDS - begin))
      tail -n 1 "$logs/$name.log"
      ;;
    *)
      failed+=("$name")
      line FAILED "$name" $((SECONDS - begin))
      tail -n 40 "$logs/$name.log" | sed 's/^/    /'
      return
      ;;
  esac
  grep -hE '^[0-9]+% tests passed' "$logs/$name.log" | sed 's/^/    /' || true
  grep -h 'SKIPPED' "$logs/$name.log" | sort -u | head -n 5 | sed 's/^/    /' || true
}

# Left out: minutes of arithmetic on whole tumours, in a thousand permutations and on emulated threads, in code that all the
# other tests have run; and the comparison with ITK's resampler, because ITK 5.2.1 itself reads outside its images there
# (spline on an axis of 2 samples, nearest on 1).
sanitizers() {
  cmake --preset debug -DRADSWEEP_BENCH=OFF &&
    cmake --build --preset debug --parallel "$(nproc)" &&
    UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 ctest --preset debug --parallel "$(nproc)" --timeout 300 \
      -E 'PublishedMri.ColumnsAndBytes|^ResampleItk|CrossValidation.Chance|^ChainGroup|^ChainGolden'
}

without_cuda() {
  if ! command -v nvcc >/dev/null; then
    echo "no nvcc here: the release build was made without CUDA"
    return 0
  fi
  cmake --preset no-cuda -DRADSWEEP_TESTS=OFF -DRADSWEEP_BENCH=OFF &&
    cmake --build --preset no-cuda --parallel "$(nproc)" --target radsweep
}

# Compiled as part of the release build; here it is made sure that it was.
device_compile() {
  if ! command -v nvcc >/dev/null; then
    echo "NO NVCC: device code was neither compiled nor checked"
    return 77
  fi
  cmake --build --preset release --target radsweep_cuda --parallel "$(nproc)"
}

device_check() { # script of scripts/checks that needs nvcc
  if ! command -v nvcc >/dev/null; then
    echo "NO NVCC: $1 did not run"
    return 77
  fi
  "scripts/checks/$1"
}

step setup scripts/setup.sh --checks
step test scripts/test.sh --timeout 600
step layers scripts/checks/layers.py
step banned scripts/checks/banned.py
step format scripts/checks/format.sh
step scripts scripts/checks/shell.sh
step headers scripts/checks/headers.sh
step oracles scripts/checks/oracles.py
step report scripts/checks/report.py
step device_group scripts/checks/device_group.sh
step tidy scripts/checks/tidy.sh
step device_compile device_compile
step ptx device_check ptx.py
step budget device_check budget.py
step no_cuda without_cuda
step benches scripts/checks/benches.sh
step gpu_check scripts/checks/gpu_check.sh
step sanitizers sanitizers

summary="$((SECONDS - start)) s"
if ((${#skipped[@]})); then summary+=", SKIPPED: ${skipped[*]}"; fi
if ((${#failed[@]})); then
  echo "ci: FAILED: ${failed[*]} ($summary)"
  exit 1
fi
echo "ci: passed ($summary)"
