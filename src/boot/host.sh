#!/usr/bin/env bash
# Runs as root on a host that has just booted: sets Keelson up as an operator does, and looks at it.
set -euo pipefail

check() { # SENTENCE COMMAND...
  if "${@:2}"; then
    echo "boot: $1"
  else
    echo "boot: NOT SO: $1"
    journalctl --no-pager -u 'keelson*' | tail -n 100
    exit 1
  fi
}
is() { [[ $1 == "$2" ]] || { echo "it is '$1', not '$2'" && false; }; }
show() { systemctl show "$1" --property="$2" --value; }
as_keelson() { setpriv --reuid keelson --regid keelson --init-groups keelson "$@" --config /etc/keelson/keelson.yaml; }
process() { awk -v key="$1:" '$1 == key {print $2}' "/proc/$(show keelson MainPID)/status"; }
probe() { keelson probe --socket unix:///run/keelson/kms.sock --calls "$1"; }
secret() { (umask 0377 && head -c 18 /dev/urandom | base64 >"$1") && chown keelson: "$1"; }

install -d -m 0700 -o keelson -g keelson /var/lib/keelson /var/lib/keelson/tokens
echo 'directories.tokendir = /var/lib/keelson/tokens' >/etc/keelson/softhsm2.conf
secret /etc/keelson/pin && secret /etc/keelson/so-pin
cat >/etc/keelson/keelson.yaml <<'YAML'
keyring: prod
module:
  path: /usr/lib/softhsm/libsofthsm2.so
  environment:
    SOFTHSM2_CONF: /etc/keelson/softhsm2.conf
token:
  label: keelson
  pin-file: /etc/keelson/pin
socket:
  address: unix:///run/keelson/kms.sock
management:
  address: unix:///run/keelson/management.sock
issuer:
  socket:
    address: unix:///run/keelson/issuer.sock
  profiles:
    - name: apiserver
      common-name: kube-apiserver-etcd-client
  allow:
    - uid: 0
      unit: keelson-cert@apiserver.service
      profiles: [apiserver]
YAML
as_keelson token init --label keelson --so-pin-file /etc/keelson/so-pin
as_keelson kek create
as_keelson audit key create >/dev/null
as_keelson ca init
mkdir -p /etc/credstore.encrypted
systemd-creds encrypt --with-key=host --name=keelson.pin /etc/keelson/pin /etc/credstore.encrypted/keelson.pin
rm /etc/keelson/pin
sed -i 's,pin-file: .*,pin-credential: keelson.pin,' /etc/keelson/keelson.yaml

systemctl enable --quiet keelson.service keelson-issuer.socket
systemctl start keelson-issuer.socket keelson.service
check 'the service is ready, with a PIN that systemd keeps' is "$(show keelson ActiveState)" active
check 'its status has the key' grep -q '^serving prod/1/.*, 1 of 1 tokens$' <<<"$(show keelson StatusText)"
check 'the watchdog waits for it' is "$(show keelson WatchdogUSec)" 40s
check 'its system calls are filtered' is "$(process Seccomp)" 2
check 'it has no capability' is "$(process CapBnd)" 0000000000000000
check 'and can get none' is "$(process NoNewPrivs)" 1
check 'the contract is kept' probe 100
check 'an operator sees it' keelson status --config /etc/keelson/keelson.yaml

first=$(show keelson MainPID)
systemctl restart keelson.service
check 'another process' test "$(show keelson MainPID)" != "$first"
check 'serves at the same socket' probe 3

mkdir -p /etc/kubernetes/pki
echo 'ARGUMENTS=--profile apiserver --bundle /etc/kubernetes/pki/etcd-client.pem' >/etc/keelson/cert/apiserver.env
systemctl start keelson-cert@apiserver.service
check 'the keeper has a certificate' is \
  "$(openssl x509 -in /etc/kubernetes/pki/etcd-client.pem -noout -subject)" 'subject=CN = kube-apiserver-etcd-client'

systemctl stop keelson.socket keelson-issuer.socket
check 'the service ends with its socket' is "$(show keelson ActiveState)" inactive
sed -i 's/^keyring: prod/keyring: NO/' /etc/keelson/keelson.yaml
if systemctl start keelson.service; then exit 1; fi
check 'a wrong configuration is told' is "$(show keelson ExecMainStatus)" 78
check 'and not tried again' is "$(show keelson NRestarts)" 0
echo 'boot: all as it should be'
