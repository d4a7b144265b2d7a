#!/usr/bin/env bash
# How much the daemon allocates for a call, by the log of its own garbage collector: each collection
# of the young generation tells how full Eden was, to which all is allocated.
set -euo pipefail

readonly CALLS=100000
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
site=$(mktemp -d "${TMPDIR:-/tmp}/keelson-allocation.XXXXXX")
daemon=''
trap 'stop; rm -rf "$site"' EXIT

stop() {
  if [[ -n $daemon ]]; then
    kill "$daemon" 2>/dev/null || :
    wait "$daemon" || :
    daemon=''
  fi
}

probe() {
  "$here/keelson" probe --socket "$site/kms.sock" --calls "$1" --outstanding 16 >"$site/probe.log" 2>&1 || {
    printf 'allocation: the probe failed: %s\n' "$(<"$site/probe.log")" >&2
    exit 1
  }
}

# The sum of Eden before each collection, of lines like: GC(1) DefNew: … Eden: 17472K(17472K)->0K(…
allocated_kib() { sed -n 's/.*Eden: \([0-9]*\)K.*/\1/p' "$site/heap.log" | awk '{sum += $1} END {print sum + 0}'; }

KEELSON_JAVA_OPTS="-Xlog:gc+heap=info:file=$site/heap.log:none ${KEELSON_JAVA_OPTS:-}" \
  "$here/keelson" dev --state-dir "$site" --socket "$site/kms.sock" >"$site/dev.log" 2>&1 &
daemon=$!
until grep -q '^serving until' "$site/dev.log"; do
  kill -0 "$daemon" 2>/dev/null || { cat "$site/dev.log" >&2 && exit 69; }
  sleep 0.1
done
probe 20000 # until the code is compiled
before=$(allocated_kib)
probe $CALLS
printf '%d bytes allocated for a call, over %d calls\n' \
  $((($(allocated_kib) - before) * 1024 / CALLS)) $CALLS
