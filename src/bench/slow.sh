#!/usr/bin/env bash
# Status while 10,000 distinct seeds at a time wait for a token that needs 50 ms for each. Most are
# not sealed by the deadline, and could not be by any daemon; but Status must not wait with them.
#   src/bench/slow.sh         three times over, as callers ask again whom the deadline sent away
#   src/bench/slow.sh TIMES   otherwise; about 4 s each
# Exit code 1 when a Status failed, or p99 is 500 ms or more.
set -euo pipefail

readonly SEEDS=10000 TIMES=${1:-3} TOKEN_MS=50 BUDGET_MS=500
readonly MODULE=${MODULE:-/usr/lib/softhsm/libsofthsm2.so}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
site=$(mktemp -d "${TMPDIR:-/tmp}/keelson-slow.XXXXXX")
# Not asked to end: a daemon that the storm has drowned would take its time, and its token is ours.
trap 'kill -KILL $(jobs -p) 2>/dev/null || :; wait 2>/dev/null || :; rm -rf "$site"' EXIT

die() {
  printf 'slow: %s\n' "$*" >&2
  exit 69
}

command -v gcc >/dev/null || die 'gcc is missing: apt-get install gcc'
readonly HEADERS=/usr/include/p11-kit-1
[[ -d $HEADERS ]] || die "$HEADERS is missing: apt-get install libp11-kit-dev"
# The tests' fault engine, which here is no more than slow.
gcc -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -shared -fPIC -fvisibility=hidden -pthread \
  -I "$HEADERS" -o "$site/slow.so" "$here"/src/test/native/*.c -ldl

FAULTS_MODULE=$MODULE FAULTS_DELAY_MS=$TOKEN_MS "$here/keelson" dev --module "$site/slow.so" \
  --state-dir "$site" --socket "$site/kms.sock" >"$site/log" 2>&1 &
daemon=$!
until grep -q '^serving until' "$site/log"; do
  kill -0 $daemon 2>/dev/null || die "the daemon ended: $(<"$site/log")"
  sleep 0.1
done

# This probe's verdict is bad, of course. 10,000 calls under way need more room than the flags give.
KEELSON_JAVA_OPTS=-Xmx512m "$here/keelson" probe --socket "$site/kms.sock" \
  --calls $((2 * SEEDS * TIMES)) --outstanding $SEEDS --timeout 3s >"$site/storm.log" 2>&1 &
storm=$!

rc=0
# Not by /proc/PID/exe, which a daemon shows to root alone.
IFS= read -r -d '' java <"/proc/$daemon/cmdline"
"$java" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 \
  -cp "$here/target/keelson.jar" "$here/src/bench/StatusWatch.java" \
  "$site/kms.sock" $storm $BUDGET_MS || rc=$?
grep ' outstanding, ' "$site/storm.log" || die "there was no storm: $(<"$site/storm.log")"
exit $rc
