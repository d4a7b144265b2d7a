#!/usr/bin/env bash
# host.sh first|second: runs as root on a host that has just booted. First Keelson is installed, set up and
# upgraded; when the host has booted anew, it is looked at again, stopped, removed and installed once more.
set -euo pipefail

readonly config=/etc/keelson/keelson.yaml bundle=/etc/kubernetes/pki/etcd-client.pem socket=/run/keelson/kms.sock

check() { # SENTENCE COMMAND...
  if "${@:2}" >/tmp/out 2>&1; then
    echo "boot: $1"
  else
    echo "boot: NOT SO: $1"
    cat /tmp/out
    journalctl --no-pager -u 'keelson*' | tail -n 100
    exit 1
  fi
}
is() { [[ $1 == "$2" ]] || { echo "it is '$1', not '$2'" && false; }; }
fails() { ! "$@"; }
show() { systemctl show "$1" --property="$2" --value; }
process() { awk -v key="$1:" '$1 == key {print $2}' "/proc/$(show keelson MainPID)/status"; }
probe() { keelson probe --socket "unix://$socket" --calls "$1"; }
apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -y "$@" </dev/null; }
secret() { head -c 18 /dev/urandom | base64; }
# What writes to the token is the daemon's user, who has to own it, and has the daemon's PIN.
as_keelson() { systemd-run -qGtP --uid=keelson -p LoadCredentialEncrypted=keelson.pin keelson "$@" --config "$config"; }
serves() { is "$(show keelson ActiveState)" active && grep -q '^serving boot/1/.*, 1 of 1 tokens$' <<<"$(show keelson StatusText)"; }
has_certificate() {
  is "$(show keelson-cert@apiserver ActiveState)" active &&
    is "$(openssl x509 -in "$bundle" -noout -subject)" 'subject=CN = kube-apiserver-etcd-client'
}

# All is good but for the clock, which a container is not told of.
doctor() {
  keelson doctor | tee /tmp/doctor
  is "$(grep -E '^  [!✗]' /tmp/doctor)" '  ! the kernel does not tell whether the clock is right'
}

install_it() {
  check 'no Java is there' fails command -v java
  check 'it is installed' apt install /root/keelson.deb
  check 'nothing is enabled' is "$(systemctl is-enabled keelson.socket keelson.service | sort -u)" disabled
  check 'nothing runs' is "$(show keelson.socket ActiveState) $(show keelson ActiveState)" 'inactive inactive'
}

# One file is edited, a PIN sealed, a token made.
set_up() {
  sed -i 's/^keyring: prod/keyring: boot/' "$config"
  check 'the edited file is good' keelson config check "$config"
  secret | systemd-creds encrypt --name=keelson.pin - /etc/credstore.encrypted/keelson.pin
  install -d -m 0700 -o keelson -g keelson /var/lib/keelson /var/lib/keelson/tokens
  secret | install -m 0400 -o keelson /dev/stdin /var/lib/keelson/so-pin
  check 'the token is made' as_keelson token init --label keelson --so-pin-file /var/lib/keelson/so-pin
  check 'a key is made' as_keelson kek create
  check 'the key of the ledger is made' as_keelson audit key create
  check 'two units are enabled' systemctl enable --now keelson.socket keelson.service
}

look() {
  check 'the service is ready, with a PIN that systemd keeps' serves
  check 'doctor finds all good' doctor
  check 'the contract is kept' probe 100
  check 'an operator sees it' keelson status
  check 'what root asked left nothing of its own' is "$(find /var/lib/keelson ! -user keelson)" ''
  check 'the watchdog waits for it' is "$(show keelson WatchdogUSec)" 40s
  check 'its system calls are filtered' is "$(process Seccomp)" 2
  check 'it has no capability' is "$(process CapBnd)" 0000000000000000
  check 'and can get none' is "$(process NoNewPrivs)" 1
}

# systemctl does not wait until the daemon has read its file.
fails_to_reload() { # TEXT
  systemctl reload keelson
  # shellcheck disable=SC2016 # the other shell expands it
  timeout 10 sh -c 'until systemctl show keelson --property=StatusText | grep -qF "$1"; do sleep 0.1; done' sh "$1"
}

reload() {
  local first
  first=$(show keelson MainPID)
  echo '  allow-uids: [4000000000]' >"/tmp/more"
  cp "$config" /tmp/kept.yaml
  sed -i '/^socket:/r /tmp/more' "$config"
  check 'callers change by a reload' systemctl reload keelson
  check 'so that root is refused' fails probe 1
  echo 'socket' >>"$config"
  check 'a file with a fault fails the reload' fails systemctl reload keelson
  cp /tmp/kept.yaml "$config"
  check 'it takes the old callers again' systemctl reload keelson
  check 'and answers them' probe 1
  check 'in the same process' is "$(show keelson MainPID)" "$first"
}

issue() {
  cat >>"$config" <<'YAML'

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
  check 'what only a new process takes is told' fails_to_reload "issuer cannot change while it runs"
  check 'an authority is made' as_keelson ca init
  mkdir -p "${bundle%/*}"
  echo "ARGUMENTS=--profile apiserver --bundle $bundle" >/etc/keelson/cert/apiserver.env
  systemctl enable --quiet keelson-issuer.socket
  systemctl stop keelson.service
  systemctl start keelson-issuer.socket keelson.service
  check 'a keeper is enabled' systemctl enable --now keelson-cert@apiserver.service
  check 'and has a certificate' has_certificate
}

# Of the file that the JVM has open; one that was replaced is there as deleted.
runs_what_is_installed() {
  is "$(readlink "/proc/$(show "$1" MainPID)/fd/"* | grep '/keelson\.jar')" /usr/lib/keelson/app/keelson.jar
}

callers() {
  local at=/opt/callers
  exec "$at/runtime/bin/java" "@$at/jvm.options" "-Djava.library.path=$at/native" --enable-native-access=ALL-UNNAMED \
    -cp "$at/callers:$at/app/keelson.jar" Callers "$socket" /tmp/during
}

upgrade_under_load() {
  local before callers edited
  before=$(show keelson MainPID) edited=$(<"$config")
  touch /tmp/during
  callers >/tmp/counted 2>&1 &
  callers=$!
  until grep -q calling /tmp/counted; do kill -0 "$callers" && sleep 0.1; done
  sleep 2
  check 'a later version is installed' apt install /root/later.deb
  sleep 2
  rm /tmp/during
  wait "$callers" || cat /tmp/counted
  check "under load nobody is refused and no call fails: $(tail -n 1 /tmp/counted)" wait "$callers"
  check 'another process' test "$(show keelson MainPID)" != "$before"
  check 'of the later version' runs_what_is_installed keelson
  check 'serves at the same socket' probe 3
  check 'the keeper is of the later version' runs_what_is_installed keelson-cert@apiserver
  check 'the edited file is kept' is "$(<"$config")" "$edited"
}

stop_it() {
  systemctl stop keelson.socket keelson-issuer.socket
  check 'the service ends with its socket' is "$(show keelson ActiveState)" inactive
  sed -i 's/^keyring: boot/keyring: NO/' "$config"
  check 'with a wrong configuration it does not start' fails systemctl start keelson.service
  check 'and tells so' is "$(show keelson ExecMainStatus)" 78
  check 'and is not tried again' is "$(show keelson NRestarts)" 0
  sed -i 's/^keyring: NO/keyring: boot/' "$config"
  systemctl restart keelson-issuer.socket keelson.service
  check 'it starts once that is mended' serves
}

remove_it() {
  check 'it is removed' apt remove keelson
  check 'with all that ran' is "$(systemctl list-units --no-legend --plain 'keelson*')" ''
  check 'and was enabled' is "$(find /etc/systemd/system -name 'keelson*')" ''
  check 'and its sockets' fails test -e "$socket"
  cp "$config" /root/edited.yaml
  apt purge keelson >/tmp/purged 2>&1
  check 'purged, it says what is left' is "$(sed -n 's/^keelson: \(.*\) is left, .*/\1/p' /tmp/purged | xargs)" \
    '/etc/keelson /etc/credstore.encrypted/keelson.pin /var/lib/keelson'
  check 'the configuration is not' fails test -e "$config"
}

# Nothing but the package was lost, and all is enabled by one line: sockets first, since a daemon that runs is
# not handed another.
install_again() {
  check 'it is installed again' apt install /root/later.deb
  cp /root/edited.yaml "$config"
  rm "$bundle"
  check 'its units are enabled' \
    systemctl enable --now keelson.socket keelson-issuer.socket keelson.service keelson-cert@apiserver.service
  check 'it serves with the key that it had' serves
  check 'and issues from the authority that it had' has_certificate
  check 'doctor finds all good again' doctor
}

first() {
  install_it
  set_up
  look
  reload
  issue
  upgrade_under_load
}

# What the manual has one type or write: the block that begins so, below a heading that does.
block() { # HEADING BEGINNING
  awk -v heading="$1" -v beginning="$2" '
    /^##/ {here = index($0, heading)}
    /^```/ {inside = !inside; if (here && index(text, beginning) == 1) said = said text; text = ""; next}
    inside {text = text $0 "\n"}
    END {printf "%s", said; exit said == ""}' /usr/share/doc/keelson/README.md
}
type_it() { block "$@" | sed 's/^\$ //; /^[✓…]/,$d' | bash -e; } # HEADING BEGINNING
# As to what asks at a terminal.
answer() { # LINE...: the answers
  printf '%s\n' "$@" | script -qec 'bash -e /tmp/typed' /dev/null
}

# On a host that never had it, as the manual says, word by word.
follow_manual() {
  local here='A token and its first key' so_pin
  apt purge keelson
  rm -rf /etc/keelson /var/lib/keelson /etc/credstore.encrypted/keelson.pin
  apt install /root/keelson.deb
  so_pin=$(secret)
  check 'the manual makes a PIN' type_it "$here" 'apt-get install softhsm2'
  block "$here" 'profile:' >"$config"
  block "$here" 'runuser' >/tmp/typed
  cd /root
  check 'a token, a key and the key of the ledger' answer keelson keelson "$so_pin" "$so_pin"
  check 'which auditors get' openssl pkey -pubin -in ledger.pem -noout
  check 'a daemon that serves, which doctor finds good' type_it 'Under systemd' 'systemctl enable'
  check 'which keeps the contract' type_it 'Connect kube-apiserver' '$ keelson probe'
  check 'and the next key' type_it 'Rotate' 'runuser'
}

second() {
  check 'after another boot it serves' serves
  check 'and keeps a certificate' has_certificate
  stop_it
  remove_it
  install_again
  follow_manual
}

"$1"
echo "boot: $1: all as it should be"
