#!/usr/bin/env bash
# The benchmark on a software TPM, with a key of suite hmac-kdf-aes-256-gcm: the daemon against the
# same calls made directly, on a token of its own, made and removed.
#   src/bench/tpm.sh [ARG...]   arguments of `keelson bench`
# A software TPM has neither the speed of hardware nor its ratios: it shows what the way to a TPM
# costs, the library's part of it included.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
site=$(mktemp -d "${TMPDIR:-/tmp}/keelson-tpm.XXXXXX")
trap 'kill $(jobs -p) 2>/dev/null || :; wait 2>/dev/null || :; rm -rf "$site"' EXIT

die() {
  printf 'tpm: %s\n' "$*" >&2
  exit 69
}

for need in swtpm:swtpm tpm2_getrandom:tpm2-tools tpm2_ptool:libtpm2-pkcs11-tools; do
  command -v "${need%:*}" >/dev/null || die "${need%:*} is missing: apt-get install ${need#*:}"
done

# Two ports beside each other, that nobody listens on.
port=$((20000 + RANDOM % 10000))
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || (exec 3<>"/dev/tcp/127.0.0.1/$((port + 1))") 2>/dev/null; do
  port=$((port + 2))
done
mkdir -p "$site/state" "$site/shims" && mkdir -m 0700 "$site/store"
swtpm socket --tpm2 --tpmstate "dir=$site/state,mode=0600" --flags not-need-init,startup-clear \
  --server "type=tcp,bindaddr=127.0.0.1,port=$port" \
  --ctrl "type=tcp,bindaddr=127.0.0.1,port=$((port + 1))" &
export TPM2TOOLS_TCTI=swtpm:host=127.0.0.1,port=$port TPM2_PKCS11_STORE=$site/store
export TPM2_PKCS11_TCTI=$TPM2TOOLS_TCTI
until tpm2_getrandom -Q --hex 4 >/dev/null 2>&1; do
  kill -0 $! 2>/dev/null || die 'swtpm ended'
  sleep 0.1
done

# Nobody manages the TPM's resources: what tpm2_ptool leaves is taken out.
for tool in createprimary create load import unseal evictcontrol readpublic; do
  printf '#!/bin/sh\n/usr/bin/tpm2_%s "$@"; rc=$?; /usr/bin/tpm2_flushcontext -t >&2; exit $rc\n' $tool \
    >"$site/shims/tpm2_$tool"
  chmod +x "$site/shims/tpm2_$tool"
done
pin=$(head -c 12 /dev/urandom | base64)
install -m 0400 /dev/stdin "$site/pin" <<<"$pin"
PATH=$site/shims:$PATH
{
  tpm2_ptool init
  tpm2_ptool addtoken --pid 1 --label keelson --sopin "$pin" --userpin "$pin"
  tpm2_ptool addkey --label keelson --userpin "$pin" --algorithm hmac:sha256 \
    --key-label keelson/prod/1/20260101000000
} >"$site/log" 2>&1 || die "$(<"$site/log")"
tpm2_flushcontext -t

cat >"$site/keelson.yaml" <<YAML
profile: tpm2
keyring: prod
state-dir: $site/daemon
module: {environment: {TPM2_PKCS11_STORE: $TPM2_PKCS11_STORE, TPM2_PKCS11_TCTI: "$TPM2_PKCS11_TCTI"}}
token: {label: keelson, pin-file: $site/pin}
ledger: {checkpoint-interval: off}
management: {address: off}
socket: {address: "unix://$site/kms.sock"}
YAML
"$here/keelson" serve --config "$site/keelson.yaml" >"$site/log" 2>&1 &
daemon=$!
until grep -q 'ready socket=' "$site/log"; do
  kill -0 $daemon 2>/dev/null || die "the daemon ended: $(<"$site/log")"
  sleep 0.1
done
"$here/keelson" bench --config "$site/keelson.yaml" "$@"
