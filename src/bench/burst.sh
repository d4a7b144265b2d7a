#!/usr/bin/env bash
# The restart of an API server: 10,000 distinct seeds are sealed at once, and opened as they come.
# Every call has the provider's 3 s. Exit code 1 when one was late, failed or was answered wrongly.
set -euo pipefail

if (($# != 1)); then
  echo 'src/bench/burst.sh SOCKET   such as unix:///run/keelson/kms.sock' >&2
  exit 2
fi
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)

# 10,000 calls under way need more room in the client than the daemon's flags give.
KEELSON_JAVA_OPTS="-Xmx512m ${KEELSON_JAVA_OPTS:-}" \
  "$here/keelson" probe --socket "$1" --calls 20000 --outstanding 10000 --timeout 3s
