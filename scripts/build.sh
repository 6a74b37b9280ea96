#!/usr/bin/env bash
# Configures and builds a preset (default: release). Usage: scripts/build.sh [preset] [target ...]
set -euo pipefail
cd "$(dirname "$0")/.."

preset=${1:-release}
shift || true
targets=()
if (($#)); then targets=(--target "$@"); fi
cmake --preset "$preset" >/dev/null
cmake --build --preset "$preset" --parallel "$(nproc)" "${targets[@]}"
