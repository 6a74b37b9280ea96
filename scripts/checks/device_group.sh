#!/usr/bin/env bash
# WarpGroup and BlockGroup, run on emulated threads, give the bytes of SerialGroup (no GPU needed).
set -euo pipefail
cd "$(dirname "$0")/../.."

mkdir -p build/checks
for source in scripts/checks/device_group/*_check.cpp; do
  program=build/checks/$(basename "$source" .cpp)
  "${CXX:-g++}" -std=c++20 -O2 -Wall -Wextra -Werror -ffp-contract=off -I. "$source" -o "$program"
  "$program"
done
