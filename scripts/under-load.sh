#!/usr/bin/env bash
# Runs a command while busy loops run beside it, eight a core: tests must not depend on how fast the machine is.
# LOOPS_PER_CORE=2 is for a machine that is busy already.
# The loops end with the command, with this script however it ends, and after two hours at the latest.
set -uo pipefail

loop() {
  while kill -0 "$1" 2>/dev/null && ((SECONDS < 7200)); do
    for ((i = 0; i < 100000; i++)); do :; done
  done
}

loops=()
for _ in $(seq $(($(nproc) * ${LOOPS_PER_CORE:-8}))); do
  loop $$ &
  loops+=($!)
done
trap 'kill "${loops[@]}" 2>/dev/null' EXIT
trap 'exit 130' INT TERM
echo "${#loops[@]} busy loops run beside: $*"
CI_STRESS=1 "$@"
