#!/usr/bin/env bash
# What writing, parsing and refusing an envelope costs, by JMH: nanoseconds, and bytes of heap
# (gc.alloc.rate.norm), per call. Needs Maven, and a JDK 25 as JAVA_HOME or on the PATH.
#   src/bench/envelope.sh           about a minute and a half
#   src/bench/envelope.sh ARG...    with options of JMH, such as -f 1
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd -- "$here"
# What the libraries of older Mavens do, and JMH 1.37, JDK 25 warns of.
readonly QUIET=--sun-misc-unsafe-memory-access=allow
MAVEN_OPTS="$QUIET --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" \
  mvn -q -B -ntp -Dstyle.color=never -Pjmh process-classes dependency:build-classpath \
    -Dmdep.outputFile=target/jmh.classpath </dev/null
"${JAVA_HOME:+$JAVA_HOME/bin/}java" "$QUIET" \
  -cp "target/jmh:target/classes:$(<target/jmh.classpath)" org.openjdk.jmh.Main \
  -prof gc -jvmArgsAppend "$QUIET" -v SILENT \
  -rf text -rff target/jmh.txt "$@"
grep -E '^Benchmark|ns/op|alloc.rate.norm' target/jmh.txt
