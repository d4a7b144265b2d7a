#!/usr/bin/env bash
# From the start of the process to the first good Status, and the memory it takes: five times, each a
# daemon of its own on one SoftHSM token. The processor time is what says most on a busy machine.
#   src/bench/startup.sh                    the source tree's launcher, its own start included
#   src/bench/startup.sh /usr/bin/keelson   another keelson, such as the installed one
#   src/bench/startup.sh target/package/tree/usr/bin/keelson   what ./keelson package made; with its
#                                           cache after target/package/tree/usr/lib/keelson/make-cache
#   src/bench/startup.sh --table [TREE]     what each measure of the package buys, in nine rounds of all:
#                                           that tree's jars on the java of JAVA_HOME or the PATH, then with
#                                           the package's flags, its runtime, its cache
set -euo pipefail

readonly STARTS=5 ROUNDS=9
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
readonly here
tree=''
if [[ ${1:-} == --table ]]; then
  tree=$(cd -- "${2:-$here/target/package/tree}" && pwd -P)
  set -- "$tree/usr/bin/keelson"
fi
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

# Without a process of its own: one after the other, they would take from the daemon what it needs.
exec {never}<> <(:)
pause() { read -rt 0.005 -u "$never" || :; }

processor_time() { awk -v hz="$(getconf CLK_TCK)" '{print int(($14 + $15) * 1000 / hz)}' "/proc/$daemon/stat"; }
memory() { awk '/^VmRSS/ {printf "%.1f", $2 / 1024}' "/proc/$daemon/status"; }

command -v curl >/dev/null || die 'curl is missing: apt-get install curl'
start dev dev --state-dir "$site" --socket "$site/kms.sock"
until grep -q '^serving until' "$site/dev.log"; do alive dev && sleep 0.1; done
stop

# A start from its begin to the first good Status: sets took and work, in milliseconds.
measure() {
  local began
  began=$(date +%s%N)
  start serve serve --config "$site/keelson.yaml"
  until [[ -S $site/kms.sock ]]; do alive serve && pause; done
  until good_status; do alive serve; done
  took=$((($(date +%s%N) - began) / 1000000))
  work=$(processor_time)
}

probe() { # by the keelson that is measured, or COMMAND
  "${@:-${keelson[@]}}" probe --socket "$site/kms.sock" --calls 10000 --outstanding 16 \
    >"$site/probe.log" 2>&1 || die "the probe failed: $(<"$site/probe.log")"
}

starts() {
  local i idle
  for ((i = 1; i <= STARTS; i++)); do
    measure
    sleep 2
    idle=$(memory)
    probe
    printf 'start %d: %d ms to the first good Status, %d of the processor; resident %s MiB idle, %s MiB after 10,000 calls\n' \
      "$i" "$took" "$work" "$idle" "$(memory)"
    stop
  done
}

# One way to run the same jars.
choose() { # ROW
  local lib=$tree/usr/lib/keelson java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  local flags=("@$lib/jvm.options" "-Djava.library.path=$lib/native")
  case $1 in
    'plain java -jar') keelson=("$java") ;;
    '+ flags') keelson=("$java" "${flags[@]}") ;;
    '+ runtime by jlink') keelson=("$lib/runtime/bin/java" "${flags[@]}") ;;
    '+ cache') keelson=("$tree/usr/bin/keelson") && return ;;
  esac
  keelson+=(-jar "$lib/app/keelson.jar")
}

nth() { sort -n "$1" | sed -n "$2p"; } # FILE NUMBER

# All rows in turn, round by round: a busy minute is every row's.
table() {
  local rows=('plain java -jar' '+ flags' '+ runtime by jlink' '+ cache') row round
  [[ -f $tree/usr/lib/keelson/cache.jsa ]] || die "no cache there: run $tree/usr/lib/keelson/make-cache"
  for ((round = 1; round <= ROUNDS; round++)); do
    for row in "${!rows[@]}"; do
      choose "${rows[row]}"
      measure
      echo "$took" >>"$site/took.$row"
      echo "$work" >>"$site/work.$row"
      if ((round == 1)); then
        probe "$tree/usr/bin/keelson"
        memory >"$site/memory.$row"
      fi
      stop
    done
  done
  printf '| | ms to the first good Status, least | median | of the processor | MiB after 10,000 calls |\n|---|---|---|---|---|\n'
  for row in "${!rows[@]}"; do
    printf '| %s | %d | %d | %d | %s |\n' "${rows[row]}" "$(nth "$site/took.$row" 1)" \
      "$(nth "$site/took.$row" $((ROUNDS / 2 + 1)))" "$(nth "$site/work.$row" $((ROUNDS / 2 + 1)))" "$(<"$site/memory.$row")"
  done
}

if [[ -n $tree ]]; then table; else starts; fi
