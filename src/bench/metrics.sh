#!/usr/bin/env bash
# What the metrics cost: processor time for a call of a daemon that counts its calls and is scraped
# every 10 s, and of one with management.address: off. They take turns on one SoftHSM token.
set -euo pipefail

readonly ROUNDS=8 CALLS=20000
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
site=$(mktemp -d "${TMPDIR:-/tmp}/keelson-metrics.XXXXXX")
declare -A daemon=() spent=([on]=0 [off]=0)
scraper=''
trap 'stop; rm -rf "$site"' EXIT

stop() {
  if [[ -n $scraper ]]; then kill "$scraper" 2>/dev/null || :; fi
  for pid in "${daemon[@]}"; do
    kill "$pid" 2>/dev/null || :
    wait "$pid" || :
  done
  daemon=()
}

die() {
  printf 'metrics: %s\n' "$*" >&2
  exit 69
}

# start NAME WORD ARGUMENT...: a daemon in the background, awaited by a text that it says.
start() {
  "$here/keelson" "${@:3}" >"$site/$1.log" 2>&1 &
  daemon[$1]=$!
  until grep -q "$2" "$site/$1.log"; do
    kill -0 "${daemon[$1]}" 2>/dev/null || die "a daemon ended: $(<"$site/$1.log")"
    sleep 0.1
  done
}

# configuration NAME MANAGEMENT-ADDRESS: that of `keelson dev`, with other places.
configuration() {
  sed -e "s|^state-dir: .*|state-dir: $site/$1|" -e "s|$site/kms.sock|$site/$1.sock|" \
    -e "s|$site/management.sock|$site/$1-management.sock|" "$site/keelson.yaml" |
    if [[ $1 == off ]]; then sed -e 's|^  address: .*management.*|  address: off|'; else cat; fi \
      >"$site/$1.yaml"
}

ticks() { awk '{print $14 + $15}' "/proc/${daemon[$1]}/stat"; }

calls() { # NAME
  "$here/keelson" probe --socket "$site/$1.sock" --calls $CALLS --outstanding 16 \
    >"$site/probe.log" 2>&1 || die "the probe failed: $(<"$site/probe.log")"
}

command -v curl >/dev/null || die 'curl is missing: apt-get install curl'
start dev '^serving until' dev --state-dir "$site" --socket "$site/kms.sock"
stop
for name in on off; do
  configuration $name
  start $name 'ready socket=' serve --config "$site/$name.yaml"
  calls $name # until the code is compiled
done
while sleep 10; do
  curl -s --unix-socket "$site/on-management.sock" http://localhost/metrics >"$site/scrape"
done &
scraper=$!

for ((i = 1; i <= ROUNDS; i++)); do
  for name in on off; do
    before=$(ticks $name)
    calls $name
    spent[$name]=$((spent[$name] + $(ticks $name) - before))
  done
  printf 'round %d of %d\n' "$i" $ROUNDS >&2
done
grep -q '^keelson_kms_request' "$site/scrape" || die "the metrics were not scraped: $(<"$site/scrape")"
awk -v on="${spent[on]}" -v off="${spent[off]}" -v calls=$((ROUNDS * CALLS)) -v ticks="$(getconf CLK_TCK)" 'BEGIN {
  us = 1e6 / ticks / calls
  printf "processor time for a call: %.0f us with metrics, %.0f us without: %+.1f %%\n", on * us, off * us, (on / off - 1) * 100
}'
