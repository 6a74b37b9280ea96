#!/usr/bin/env bash
# The one command for a machine with a GPU: builds for it, compares every bit with the CPU, runs compute-sanitizer, times
# kernels, transfers and a whole sweep beside the CPU, and writes one JSON file. Ends inside 9 minutes on 16 cores and
# needs no network. Exit code 0: all passed; 1: something failed; 77: there is no GPU here, and nothing was checked.
# Usage: scripts/gpu_check.sh [--built FOLDER] [result.json]
#   --built FOLDER  checks the programs of a build folder made elsewhere; nothing is built
#   result.json     default: build-gpu/gpu_check.json
# To build, the libraries of scripts/setup.sh are expected to be there.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

build="build-gpu" built=""
if [[ ${1:-} == --built ]]; then
  [[ -x ${2:-}/radsweep ]] || { echo "gpu_check: no radsweep in '${2:-}'" >&2; exit 2; }
  build=$2 built=yes
  shift 2
fi
out=${1:-build-gpu/gpu_check.json}
deadline=$((SECONDS + 530))
failed=()

no_gpu() {
  echo "gpu_check: NO GPU: $1. Nothing was built or checked." >&2
  exit 77
}
command -v nvidia-smi >/dev/null || no_gpu "no nvidia-smi"
smi=$(nvidia-smi --query-gpu=name,uuid,driver_version,compute_cap,memory.total,clocks.max.sm,clocks.max.mem,power.limit \
  --format=csv,noheader,nounits 2>&1) || no_gpu "nvidia-smi: $smi"
[[ -n $smi ]] || no_gpu "nvidia-smi lists none"
nvcc=${CUDACXX:-$(command -v nvcc || echo /usr/local/cuda/bin/nvcc)}
[[ -n $built || -x $nvcc ]] || no_gpu "a GPU, but no nvcc to build for it"
architectures=$(cut -d, -f4 <<<"$smi" | tr -d ' .' | sort -u | sed 's/$/-real/' | paste -sd ';')
logs="build-gpu/gpu_check"
mkdir -p "$logs"
export build logs architectures nvcc

failure() { # NAME SECONDS WHY
  failed+=("$1")
  printf 'gpu_check: FAILED   %-22s %4d s (%s)\n' "$1" "$2" "$3"
  [[ -f $logs/$1.log ]] && tail -n 25 "$logs/$1.log" | sed 's/^/    /'
}

# run NAME SECONDS COMMAND...: a program or a function, within its own limit and the deadline; remembers failures; one
# line each.
run() {
  local name=$1 limit=$2 begin=$SECONDS code=0
  shift 2
  local left=$((deadline - SECONDS))
  ((left < limit)) && limit=$left
  if ((limit < 5)); then
    failed+=("$name (no time left)")
    echo "gpu_check: NO TIME  $name"
    return 1
  fi
  if declare -F "$1" >/dev/null; then
    export -f "${1?}"
    set -- bash -c '"$@"' _ "$@"
  fi
  timeout "$limit" "$@" >"$logs/$name.log" 2>&1 || code=$?
  if ((code != 0)); then
    failure "$name" $((SECONDS - begin)) "exit code $code"
    return 1
  fi
  if [[ -n ${pattern:-} ]] && ! grep -qE "$pattern" "$logs/$name.log"; then
    failure "$name" $((SECONDS - begin)) "no GPU took part: nothing like '$pattern' in its log"
    return 1
  fi
  printf 'gpu_check: ok       %-22s %4d s\n' "$name" $((SECONDS - begin))
}

# on_device NAME SECONDS PATTERN COMMAND...: as run, and the log must show that a GPU took part: a skipped test passes too.
on_device() {
  local pattern=$3
  run "$1" "$2" "${@:4}"
}

configure() {
  cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DRADSWEEP_CUDA=ON -DCMAKE_CUDA_COMPILER="$nvcc" \
    -DCMAKE_CUDA_ARCHITECTURES="$architectures"
}
if [[ -z $built ]]; then
  run configure 60 configure || exit 1
  run build 400 cmake --build "$build" --parallel "$(nproc)" --target radsweep device_backend_test backend_bench || exit 1
fi

# The first thing to know: are the bits equal? doctor asks each device the question of the self-test.
passed='^\[       OK \] .*/cuda[0-9]+ '
on_device doctor 60 'PASS +cuda:0' "$build/radsweep" doctor
cat "$logs/doctor.log"
on_device equal_bits 120 "$passed" "$build/tests/device_backend_test" --gtest_filter='*cuda*:CudaDevice*'
on_device deterministic 60 "$passed" "$build/tests/device_backend_test" --gtest_filter='*HundredsOfCases*cuda*' \
  --gtest_repeat=3

# Small suites: the tools slow a program down by one or two orders of magnitude.
sanitizer=$(command -v compute-sanitizer || ls /usr/local/cuda/bin/compute-sanitizer 2>/dev/null || true)
if [[ -n $sanitizer ]]; then
  for tool in memcheck racecheck initcheck synccheck; do
    on_device "$tool" 60 "$passed" "$sanitizer" --tool "$tool" --error-exitcode 1 "$build/tests/device_backend_test" \
      --gtest_filter='*EveryPlaceOfTheTables*cuda0'
  done
else
  echo "gpu_check: SKIPPED  compute-sanitizer IS NOT INSTALLED: memcheck, racecheck, initcheck, synccheck did not run"
fi

on_device benchmarks 120 'kernels_only/W2' "$build/bench/backend_bench" --benchmark_repetitions=3 \
  --benchmark_min_time=0.3 --benchmark_out="$logs/benchmarks.json" --benchmark_out_format=json

# A sweep from uncompressed files: the program itself prints the share of time in which the device was busy.
sweep_input() {
  rm -rf "$logs/cohort" && "$build/radsweep" phantom --out "$logs/cohort" --cases 46 &&
    gunzip -k -f "$logs"/cohort/images/*.nii.gz "$logs"/cohort/masks/*.nii.gz &&
    {
      head -n 1 "$logs/cohort/cases.csv"
      for _ in $(seq 10); do tail -n +2 "$logs/cohort/cases.csv"; done
    } | sed 's/\.nii\.gz/.nii/g' >"$logs/cohort/sweep.csv"
}
sweep() { # device
  rm -f "$logs/sweep_$1.csv" "$logs/sweep_$1.json"
  "$build/radsweep" extract "$logs/cohort/sweep.csv" --preset paper-scaled --device "$1" --format csv \
    --out "$logs/sweep_$1.csv" --timings "$logs/sweep_$1.json" --progress none
}
if run sweep_input 60 sweep_input; then
  run sweep_cuda 60 sweep cuda
  run sweep_cpu 60 sweep cpu
  run sweep_equal 20 cmp "$logs/sweep_cuda.csv" "$logs/sweep_cpu.csv"
  grep -h '^device:' "$logs/sweep_cuda.log" "$logs/sweep_cpu.log"
fi

python3 - "$out" "$logs" "$smi" "${sanitizer:+yes}" "${failed[@]}" <<'PYTHON' || failed+=(report)
import json, pathlib, re, subprocess, sys

out, logs, smi, sanitizer, *failed = sys.argv[1:]
logs = pathlib.Path(logs)


def load(name):
    """Content of a JSON file; None if it is not there, or cut off because its step ran out of time."""
    try:
        return json.loads((logs / name).read_text())
    except (OSError, ValueError):
        return None


def said(name):
    path = logs / name
    return re.findall(r"^device: (.*)$", path.read_text(), re.M) if path.is_file() else []


names = ("name", "uuid", "driver", "compute_capability", "memory_mib", "max_sm_clock_mhz", "max_memory_clock_mhz", "power_limit_w")


def commit():
    try:
        return subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


report = {
    "commit": commit() or "unknown",
    "devices": [dict(zip(names, (field.strip() for field in line.split(",")))) for line in smi.splitlines()],
    "passed": not failed, "failed": failed,
    "compute_sanitizer": "ran" if sanitizer else "NOT INSTALLED: memcheck, racecheck, initcheck, synccheck did not run",
    "sweep": {device: {"times": load(f"sweep_{device}.json"), "said": said(f"sweep_{device}.log")} for device in ("cuda", "cpu")},
    "benchmarks": load("benchmarks.json"),
}
pathlib.Path(out).parent.mkdir(parents=True, exist_ok=True)
pathlib.Path(out).write_text(json.dumps(report, indent=1) + "\n")
rates = {}
for b in (report["benchmarks"] or {}).get("benchmarks", []):
    if b.get("aggregate_name") == "median" and "ROI/s" in b:
        rates[b["name"].split("/real_time")[0].split("/manual_time")[0].removesuffix("_median")] = b["ROI/s"]
for name, rate in rates.items():
    print(f"gpu_check: {name:<24} {rate:12.0f} ROI/s")
for w in ("W1", "W2"):
    kernels, rows, cpu = (rates.get(f"{k}/{w}") for k in ("kernels_only", "memory_to_rows", "cpu_all_cores"))
    if kernels and rows and cpu:
        print(f"gpu_check: {w}: with transfers {100 * rows / kernels:.0f} % of kernels only; {rows / cpu:.1f}x the CPU on all cores")
PYTHON

echo "gpu_check: $SECONDS s, results in $out"
if ((${#failed[@]})); then
  echo "gpu_check: FAILED: ${failed[*]}"
  exit 1
fi
echo "gpu_check: passed"
