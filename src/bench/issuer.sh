#!/usr/bin/env bash
# Certificates per second from a daemon on SoftHSM, with the ledger and the book of certificates on
# the disk before each signature, beside the raw signatures that the same token makes with the same key.
#   src/bench/issuer.sh [COUNT]   2000 of each
set -euo pipefail

readonly COUNT=${1:-2000}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
site=$(mktemp -d "${TMPDIR:-/tmp}/keelson-issuer.XXXXXX")
trap 'kill $(jobs -p) 2>/dev/null || :; wait 2>/dev/null || :; rm -rf "$site"' EXIT

# until PATTERN LOG PID: returns when the log has it.
until_said() {
  until grep -q "$1" "$2"; do
    kill -0 "$3" 2>/dev/null || { cat "$2" >&2; exit 69; }
    sleep 0.1
  done
}

# A token, made once.
"$here/keelson" dev --state-dir "$site" --socket "$site/kms.sock" >"$site/dev.log" 2>&1 &
until_said '^serving until' "$site/dev.log" $!
kill $!
wait $! || :

readonly CONFIG=$site/issuer.yaml
cat "$site/keelson.yaml" - >"$CONFIG" <<YAML
issuer:
  socket:
    address: unix://$site/issuer.sock
  profiles:
    - name: bench
      common-name: bench
  allow:
    - uid: $(id -u)
      profiles: [bench]
  rate:
    per-hour: 36000
    burst: 10000
YAML
"$here/keelson" ca init --config "$CONFIG" >/dev/null

"$here/keelson" serve --config "$CONFIG" >"$site/log" 2>&1 &
daemon=$!
until_said 'issuer socket=' "$site/log" $daemon
until_said 'serve-authority' "$site/log" $daemon
# Not by /proc/PID/exe, which a daemon shows to root alone.
IFS= read -r -d '' java <"/proc/$daemon/cmdline"
load() {
  "$java" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp "$here/target/keelson.jar" \
    "$here/src/bench/IssuerLoad.java" "$@" 2>/dev/null
}

one=$(load daemon "$site/issuer.sock" "$COUNT" 1)
eight=$(load daemon "$site/issuer.sock" "$COUNT" 8)
kill $daemon
wait $daemon || :
direct=$(load direct "$CONFIG" "$COUNT")
printf 'raw signatures       %6d /s\n' "$direct"
printf 'certificates, 1 caller  %3d /s   %d %% of raw\n' "$one" $((100 * one / direct))
printf 'certificates, 8 callers %3d /s   %d %% of raw\n' "$eight" $((100 * eight / direct))
