#!/usr/bin/env bash
# How long a ledger of 1 GiB takes to verify, and how much memory: by `keelson audit verify` on a
# terminal, where it must show how far it is, and leave stdout to its JSON.
#   src/bench/ledger.sh         1024 MiB
#   src/bench/ledger.sh MIB     otherwise
# Exit code 1 when it was not found good, or nothing was shown.
set -euo pipefail

readonly MIB=${1:-1024}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
site=$(mktemp -d "${TMPDIR:-/var/tmp}/keelson-ledger.XXXXXX")
trap 'rm -rf "$site"' EXIT

die() {
  printf 'ledger: %s\n' "$*" >&2
  exit "${rc:-69}"
}

peak_kib() { awk '/^VmHWM/ {print $2}' "/proc/$1/status" 2>/dev/null || :; }

command -v script >/dev/null || die 'script is missing: apt-get install bsdutils'
[[ $MIB =~ ^[1-9][0-9]{0,5}$ ]] || die "not a number of MiB: $MIB"
"$here/keelson" build
"${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED \
  -cp "$here/target/keelson.jar" "$here/src/bench/LedgerFill.java" "$site/ledger" "$MIB"
entries=$(cat "$site"/ledger/*.jsonl | wc -l)

cat >"$site/verify" <<VERIFY
echo \$\$ >'$site/pid'
exec '$here/keelson' audit verify --dir '$site/ledger' -o json >'$site/report.json'
VERIFY
started=$(date +%s%N)
script -qefc "bash '$site/verify'" "$site/terminal" </dev/null >/dev/null &
verify=$!
peak=0
while kill -0 $verify 2>/dev/null; do
  sleep 0.1
  if [[ -s $site/pid ]]; then now=$(peak_kib "$(<"$site/pid")") && peak=${now:-$peak}; fi
done
rc=0
wait $verify || rc=$?
millis=$((($(date +%s%N) - started) / 1000000))
((rc == 0)) || die "verify ended with $rc: $(<"$site/terminal") $(<"$site/report.json")"
rc=1
grep -q '"good" *: *true' "$site/report.json" || die "not good: $(<"$site/report.json")"
shown=$(grep -ao "[0-9]* of [0-9]* MiB" "$site/terminal" | sort -u | wc -l)
if ((millis > 3000 && shown < 2)); then die "showed nothing for $millis ms"; fi
printf '%d MiB, %d entries: %d.%03d s, %d MiB/s, %d entries/s; peak RSS %d MiB; progress shown %d times\n' \
  "$MIB" "$entries" $((millis / 1000)) $((millis % 1000)) $((MIB * 1000 / millis)) \
  $((entries * 1000 / millis)) $((peak / 1024)) "$shown"
