#!/bin/bash
# What root on a node can try with tpm2-tools and the blobs of a key.
#
# usage: duplicate-as-root.sh DIR POLICY NEW-PARENT INNER-WRAP
#   POLICY      bare, or the base name of: a parent's name (.name), the public key of who approves it
#               (.pem), and what he signed (.tss) or the key that signs (.key)
#   NEW-PARENT  the base name of a parent's public area (.pub), or null
set -euo pipefail
cd "$1"
finish() { tpm2_flushcontext -t; tpm2_flushcontext -s; tpm2_flushcontext -l; }
trap finish EXIT
tpm2_load -Q -C 0x81000001 -u key.pub -r key.priv -c key.ctx -n key.name
if [ "$3" = null ]; then
  target=null
else
  tpm2_loadexternal -Q -C o -u "$3.pub" -c target.ctx
  target=target.ctx
fi
if [ "$2" != bare ]; then
  tpm2_loadexternal -Q -C o -G ecc -u "$2.pem" -a 'userwithauth|sign' -c signer.ctx -n signer.name
  tpm2_startauthsession -S trial.ctx
  tpm2_policyduplicationselect -Q -S trial.ctx -N "$2.name" -n key.name -L approved.policy
  tpm2_flushcontext trial.ctx
  printf 'keelson tpm keyring prod' | openssl dgst -sha256 -binary > reference
  cat approved.policy reference > message
  if [ -e "$2.tss" ]; then
    signature=(-s "$2.tss")
  else
    openssl dgst -sha256 -sign "$2.key" -out "$2.der" message
    signature=(-s "$2.der" -f ecdsa)
  fi
  tpm2_verifysignature -Q -c signer.ctx -g sha256 -m message "${signature[@]}" -t ticket
  tpm2_flushcontext -t
fi
tpm2_startauthsession --policy-session -S session.ctx
if [ "$2" = bare ]; then
  tpm2_policycommandcode -Q -S session.ctx TPM2_CC_Duplicate
else
  tpm2_policyduplicationselect -Q -S session.ctx -N "$2.name" -n key.name
  tpm2_policyauthorize -Q -S session.ctx -i approved.policy -q reference -n signer.name -t ticket
fi
rm -f inner.key
inner=()
[ "$4" = null ] || inner=(-o inner.key)
echo "everything before is in order"
tpm2_duplicate -Q -C "$target" -c key.ctx -G "$4" "${inner[@]}" -p session:session.ctx -r copy -s seed
