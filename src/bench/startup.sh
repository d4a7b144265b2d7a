#!/usr/bin/env bash
# From the start of the process to the first good Status, and the memory it takes: five times, each a
# daemon of its own on one SoftHSM token. The processor time is what says most on a busy machine.
#   src/bench/startup.sh                    the source tree's launcher, its own start included
#   src/bench/startup.sh /usr/bin/keelson   another keelson, such as the installed one
#   src/bench/startup.sh target/package/tree/usr/bin/keelson   what ./keelson package made; with its
#                                           cache after target/package/tree/usr/lib/keelson/make-cache
set -euo pipefail

readonly STARTS=5
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
keelson=("${@:-$here/keelson}")
site=$(mktemp -d "${TMPDIR:-/tmp}/keelson-startup.XXXXXX")
daemon=''
trap 'stop; rm -rf "$site"' EXIT

die() {
  printf 'startup: %s\n' "$*" >&2
  exit 69
}

stop() {
  if [[ -n $daemon ]]; then
    kill "$daemon" 2>/dev/null || :
    wait "$daemon" || :
    daemon=''
  fi
}

# start NAME ARGUMENT...: a daemon in the background; what it says is kept in NAME.log.
start() {
  "${keelson[@]}" "${@:2}" >"$site/$1.log" 2>&1 &
  daemon=$!
}

alive() { kill -0 "$daemon" 2>/dev/null || die "the daemon ended: $(<"$site/$1.log")"; }

# Asks as kube-apiserver does, but without a JVM to start first. An empty message is five zeros: not
# compressed, of length 0.
good_status() {
  head -c 5 /dev/zero |
    curl -s --max-time 3 --http2-prior-knowledge --unix-socket "$site/kms.sock" \
      -H 'content-type: application/grpc' -H 'te: trailers' --data-binary @- \
      http://localhost/v2.KeyManagementService/Status | grep -aq 'ok'
}

processor_time() { awk -v hz="$(getconf CLK_TCK)" '{print int(($14 + $15) * 1000 / hz)}' "/proc/$daemon/stat"; }
memory() { awk '/^VmRSS/ {printf "%.1f", $2 / 1024}' "/proc/$daemon/status"; }

command -v curl >/dev/null || die 'curl is missing: apt-get install curl'
start dev dev --state-dir "$site" --socket "$site/kms.sock"
until grep -q '^serving until' "$site/dev.log"; do alive dev && sleep 0.1; done
stop

for ((i = 1; i <= STARTS; i++)); do
  began=$(date +%s%N)
  start serve serve --config "$site/keelson.yaml"
  until good_status; do alive serve; done
  took=$((($(date +%s%N) - began) / 1000000))
  work=$(processor_time)
  sleep 2
  idle=$(memory)
  "${keelson[@]}" probe --socket "$site/kms.sock" --calls 10000 --outstanding 16 \
    >"$site/probe.log" 2>&1 || die "the probe failed: $(<"$site/probe.log")"
  printf 'start %d: %d ms to the first good Status, %d of the processor; resident %s MiB idle, %s MiB after 10,000 calls\n' \
    "$i" "$took" "$work" "$idle" "$(memory)"
  stop
done
