#!/usr/bin/env bash
# Tests of the launcher: fake programs on a PATH of its own, no network, no root, nothing installed.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd -P)
box=$(mktemp -d "${TMPDIR:-/tmp}/keelson launcher.XXXXXX") # a path with a space, on purpose
trap 'rm -rf "$box"' EXIT
passed=0 failed=0 out='' err='' rc=0

# A tree of sources and a machine on which nothing is installed but the shell's own tools.
fresh_machine() {
  rm -rf "${box:?}"/*
  mkdir -p "$box/bin" "$box/home" "$box/tree/src/"{main,launcher} "$box/tree/proto" "$box/tree/hsm-config"
  touch "$box/tree/pom.xml"
  local file tool
  # The system's places for JDKs and headers, moved into the box: what this machine has must not count.
  for file in keelson src/launcher/{provide,build,test}; do
    sed -e "s# /usr/lib/jvm/# '$box'/jvm/#; s# /opt/# '$box'/opt/#; s#\([ =]\)/usr/local/#\1'$box'/local/#" \
      -e "s#\"/usr/lib/\$(uname -m)-linux-gnu/#\"$box/lib/#" \
      -e "s# /usr/include/# '$box'/include/#; s# /usr/share/# '$box'/share/#" \
      "$here/$file" >"$box/tree/$file"
  done
  chmod +x "$box/tree/keelson"
  for tool in awk bash cat date dirname find flock grep head mkdir mktemp mv readlink rm sed sleep stat tee touch; do
    ln -s "$(command -v "$tool")" "$box/bin/$tool"
  done
  fake id 'echo 1000'
}

fake() { # NAME SCRIPT
  printf '#!/usr/bin/env bash\n%s\n' "$2" >"$box/bin/$1"
  chmod +x "$box/bin/$1"
}

fake_jdk() { # PLACE VERSION
  mkdir -p "$box/$1/bin"
  echo "JAVA_VERSION=\"$2\"" >"$box/$1/release"
  # shellcheck disable=SC2016 # the fake expands it
  printf '#!/usr/bin/env bash\necho "java of %s"; printf "[%%s]" "$@"\n' "$1" >"$box/$1/bin/java"
  cp "$box/$1/bin/java" "$box/$1/bin/javac"
  chmod +x "$box/$1/bin/"*
}

fake_apt() { # PACKAGE...: what it offers
  fake apt-get "echo \"apt-get \$*\" >>'$box/apt'; for p; do case \$p in
    maven) : >'$box/bin/mvn'; chmod +x '$box/bin/mvn';; softhsm2) : >'$box/bin/softhsm2-util';; esac; done"
  fake apt-cache "case \" $* \" in *\" \$2 \"*) echo '  Candidate: 1';; *) echo '  Candidate: (none)';; esac; printf '%90000s' ''"
}

fake_maven() { # SCRIPT: what it does beyond making a jar
  fake mvn "echo \"mvn \$* JAVA_HOME=\$JAVA_HOME\" >>'$box/maven'; echo noise; ${1:-:}
    touch '$box/tree/target/keelson.jar'"
}

# What makes a package and tries it, and writes down in what order.
fake_packaging() {
  local step
  ln -s "$(command -v ls)" "$box/bin/ls"
  mkdir -p "$box/tree/src/"{package,boot}
  for step in package/{run,train,image,check,check-install,check-rpm,check-image} boot/run; do
    fake step "echo '${step#package/}' \"\$@\" >>'$box/packaged'; echo deb >'$box/tree/target/keelson_1.deb';
      for file in .rpm .tar.gz -1-oci.tar; do echo file >'$box/tree/target/keelson-1'\$file; done"
    mv "$box/bin/step" "$box/tree/src/$step"
  done
}

# What only root needs.
fake_systems() {
  local program
  for program in debootstrap systemd-nspawn rpmbuild cpio faketime runc skopeo umoci ip; do fake "$program" :; done
  mkdir -p "$box/share/containers" && touch "$box/share/containers/seccomp.json"
}

packageable_tree() {
  fresh_machine && fake_maven && fake_jdk jvm/a 25
  fake softhsm2-util : && fake dpkg-deb : && fake strip : && fake_packaging
}

# A tree whose tests are stand-ins, and all that they need but Go.
testable_tree() {
  fresh_machine && fake_maven "${1:-}" && fake_jdk jvm/a 25
  local program
  for program in softhsm2-util openssl pkcs11-tool gcc swtpm tpm2_getcap tpm2_ptool p11-kit etcd etcdctl prometheus promtool \
    systemd-analyze fish dpkg-deb strip; do
    fake "$program" :
  done
  mkdir -p "$box/lib/pkcs11"
  touch "$box/lib/"{libtpm2_pkcs11.so.1,libtss2-tcti-swtpm.so.0,pkcs11/p11-kit-client.so}
  mkdir -p "$box/include/p11-kit-1/p11-kit" && touch "$box/include/"{stdio.h,p11-kit-1/p11-kit/pkcs11.h}
  mkdir -p "$box/tree/src/test/launcher" "$box/tree/src/conformance" "$box/tree/src/fuzz" "$box/tree/src/soak"
  fake launcher-test.sh : && mv "$box/bin/launcher-test.sh" "$box/tree/src/test/launcher"
  fake run "printf '[%s]' \"\$@\" >'$box/conformed'; echo conforms" && mv "$box/bin/run" "$box/tree/src/conformance"
  fake run "printf '[%s]' \"\$@\" >'$box/fuzzed'" && mv "$box/bin/run" "$box/tree/src/fuzz"
  fake run "printf '[%s]' \"\$@\" >'$box/soaked'" && mv "$box/bin/run" "$box/tree/src/soak"
  fake_packaging
}

launch() { # ARGUMENT...
  rc=0
  out=$(cd / && env -i PATH="$box/bin" HOME="$box/home" ${JAVA_HOME:+JAVA_HOME="$JAVA_HOME"} \
    ${OPTS:+KEELSON_JAVA_OPTS="$OPTS"} ${FUZZ:+KEELSON_FUZZ_SECONDS="$FUZZ"} ${SOAK:+KEELSON_SOAK_MINUTES="$SOAK"} "$box/tree/keelson" "$@" 2>"$box/err") || rc=$?
  err=$(<"$box/err")
}

check() { # SENTENCE COMMAND...
  if "${@:2}"; then passed=$((passed + 1)) && return; fi
  failed=$((failed + 1))
  printf 'FAILED: %s\n  rc: %s\n  out: %s\n  err: %s\n' "$1" "$rc" "$out" "$err"
}
has() { [[ $1 == *"$2"* ]]; }
maven_runs() { [[ $(grep -c ^mvn "$box/maven" 2>/dev/null) == "$1" ]]; }

unset JAVA_HOME OPTS FUZZ SOAK
fresh_machine && launch
check 'without a word it prints its usage' has "$rc $err" '2 ./keelson dev'

fresh_machine && launch dev
check 'without apt it names the programs' has "$rc $err" '69 keelson: missing here: mvn, softhsm2-util, JDK 25'
fresh_machine && fake_apt maven softhsm2 openjdk-25-jdk-headless && launch dev
check 'an ordinary user is told the command' has "$rc $err" "69 keelson: missing here: mvn, softhsm2-util, JDK 25
keelson: run: sudo apt-get update && sudo apt-get install -y --no-install-recommends maven softhsm2 openjdk-25-jdk-headless"
check 'and nothing is done in his name' test ! -e "$box/apt"
fresh_machine && fake_apt maven softhsm2 && launch dev
check 'it says that apt has no JDK 25' has "$err" 'no JDK 25 here and apt offers none'
fresh_machine && fake_apt && launch dev
check 'empty lists of apt are not taken for an answer' has "$err" 'softhsm2 openjdk-25-jdk-headless'
fresh_machine && fake_apt maven softhsm2 && fake id 'echo 0' && launch version
check 'a word of the CLI installs nothing, even for root' test ! -e "$box/apt"
fresh_machine && fake_apt maven softhsm2 && fake id 'echo 0' && fake_jdk jvm/a 25 && launch dev
check 'root gets what is missing, and only that' has "$(<"$box/apt")" 'Timeout=300 maven softhsm2'

fresh_machine && fake_maven && fake_jdk jvm/old 17.0.1 && fake_jdk jvm/new 25.0.3 &&
  JAVA_HOME=$box/jvm/old launch version
check 'a JAVA_HOME of another version is passed over' has "$out" 'java of jvm/new'
fresh_machine && fake_maven && fake_jdk jvm/a 25 && fake_jdk mine 25 && JAVA_HOME=$box/mine launch version
check 'a JAVA_HOME that is a 25 is taken first' has "$out" 'java of mine'
for place in opt/jdk home/.sdkman/candidates/java/x home/.jdks/x local/jdk-25; do
  fresh_machine && fake_maven && fake_jdk "$place" 25.0.3 && launch version
  check "a JDK is found in $place" has "$out" "java of $place"
done
fresh_machine && fake_maven && fake_jdk x 25 && ln -s "$box/x/bin/java" "$box/bin/java" && launch version
check 'a JDK is found behind the PATH' has "$out" 'java of x'
fresh_machine && fake_maven && fake_jdk jvm/a 25 && rm "$box/jvm/a/bin/javac" && launch version
check 'a runtime without a compiler is no JDK' has "$err" 'missing here: JDK 25'

fresh_machine && fake_maven && fake_jdk jvm/a 25 && OPTS='-Da=1 -Db=2' launch probe -o json 'a b' ''
check 'arguments arrive as they were' has "$out" "[-jar][$box/tree/target/keelson.jar][probe][-o][json][a b][]"
check 'KEELSON_JAVA_OPTS adds flags' has "$out" '[-Da=1][-Db=2][-jar]'
check 'a build writes nothing to stdout' test "${out/noise/}" = "$out"
check 'Maven runs on that JDK' has "$(<"$box/maven")" "JAVA_HOME=$box/jvm/a"
launch version
check 'a fresh jar is not built again' maven_runs 1
sleep 0.05 && touch "$box/tree/src/main/New.java" && launch version
check 'newer sources are built' maven_runs 2
fake_maven "touch -d '+1 min' '$box/tree/pom.xml'" && touch "$box/tree/proto" && launch build && launch build
check 'what was edited during a build is newer than it' maven_runs 4
fake_maven 'echo "[ERROR] no semicolon"; exit 1' && launch version
check 'a failed build shows why' has "$rc $err" "[ERROR] no semicolon"
check 'and runs nothing' test "$rc$out" = 69
fake_maven && rm "$box/maven" && launch version
check 'and is tried again' maven_runs 1
fresh_machine && fake_jdk jvm/a 25 && fake_maven 'sleep 1'
launch build & launch build && wait
check 'two at once build once' maven_runs 1
fake softhsm2-util : && launch bench --config x.yaml
check 'a bench of a configuration is the command alone' has "$out" "[bench][--config][x.yaml]"
check 'with the compiler that other programs have' has "$out" '[-XX:TieredStopAtLevel=4][-Xmx256m][-jar]'
# shellcheck disable=SC2016 # the fake expands it
printf '#!/usr/bin/env bash\n%s\n' 'case "$*" in *" dev "*) echo "serving until"; echo $$ >"$0.pid"; exec sleep 60;; esac
  printf "[%s]" "$@"; exit 1' >"$box/jvm/a/bin/java"
launch bench --seconds 1
check 'a bench of nothing serves a site and measures that' has "$out" "/keelson.yaml][--seconds][1]"
check 'and ends as the bench did' test "$rc" = 1
check 'and the daemon is stopped' test ! -e "/proc/$(<"$box/jvm/a/bin/java.pid")"
site=${out##*\[--config][} && site=${site%%/keelson.yaml*}
check 'and nothing is left of it' test ! -e "$site"
printf '#!/usr/bin/env bash\necho "no token"; exit 69\n' >"$box/jvm/a/bin/java" && launch bench
check 'a site that cannot be served is told' has "$rc $err" '69 keelson: serving' && check 'with the reason' has "$err" 'no token'
fake_jdk jvm/a 25
ln -s "$box/tree/keelson" "$box/bin/keelson" && rc=0 && out=$(cd / && PATH=$box/bin keelson version 2>&1)
check 'a symbolic link leads to the tree' has "$out" '[version]'

packageable_tree && launch package
check 'a package is made of a build of its own' has "$(<"$box/maven")" '-Ppackage'
check 'which names the commit, if git knows it' has "$(<"$box/maven")" '-Dkeelson.commit=unknown'
check 'by the JDK that built' test "$(<"$box/packaged")" = "run $box/jvm/a"
check 'and the last lines tell where it is' has "$rc $out" "$box/tree/target/keelson_1.deb" &&
  check 'each of its kinds' has "$out" "$box/tree/target/keelson-1.rpm"
packageable_tree && fake git 'echo abc-dirty' && launch package --check
check 'an edited tree is no commit' has "$(<"$box/maven")" '-Dkeelson.commit=abc-dirty'
check 'a package is checked if told so' has "$(<"$box/packaged")" "check $box/tree/target/keelson_1.deb"
packageable_tree && launch package --train
check 'what was learnt goes into the package' test "$(cut -d' ' -f1 "$box/packaged" | tr '\n' ' ')" = 'run train run check '
packageable_tree && fake faketime : && launch package --image
check 'an image is made of the same tree' test "$(cut -d' ' -f1 "$box/packaged" | tr '\n' ' ')" = 'run image '
packageable_tree && launch package --chekc
check 'an argument that it does not know is refused' test "$rc" = 2 -a ! -e "$box/packaged"
packageable_tree && fake_maven 'exit 1' && launch package
check 'of a failed build no package is made' test "$rc" = 69 -a ! -e "$box/packaged"
packageable_tree && fake_apt dpkg binutils && rm "$box/bin/strip" && launch package
check 'what it takes to pack is named' has "$rc $err" '69 keelson: missing here: strip'

testable_tree && launch test
check 'without Go all other tests run, and the package is built' maven_runs 2
check 'and the last lines say what did not' has "$rc $(tail -n 3 "$box/err")" '0 keelson: the conformance tests did NOT run: they need Go'
check 'above all to an ordinary user' has "$(tail -n 1 "$box/err")" 'the package was NOT installed and booted in a Debian of its own, nor run in a container: only root can'
check 'who has the package tried all the same' has "$(<"$box/packaged")" "check $box/tree/target/keelson_1.deb"
testable_tree && fake id 'echo 0' && fake_systems && launch test
check 'root has it installed and booted' test "$rc $(cut -d' ' -f1 "$box/packaged" | tr '\n' ' ')" = '0 run check check-install check-rpm boot/run image check-image '
check 'by the JDK that built it' has "$(<"$box/packaged")" "boot/run $box/jvm/a $box/tree/target/keelson_1.deb"
fake run 'echo nothing can be mounted >&2; exit 69' && mv "$box/bin/run" "$box/tree/src/boot/run" && rm "$box/packaged" && launch test
check 'where it cannot be booted the last line says so' has "$rc $(tail -n 1 "$box/err")" '0 keelson: the package was NOT installed and booted in a Debian of its own: why'
check 'and it is run in a container all the same' has "$(<"$box/packaged")" 'check-image '"$box/jvm/a"
fake run 'exit 1' && mv "$box/bin/run" "$box/tree/src/boot/run" && launch test
check 'where it fails to the tests have failed' test "$rc" = 1
rm "$box/bin/systemd-nspawn" && launch test
check 'what boots it is provided' has "$err" 'missing here: systemd-nspawn'
testable_tree && fake_apt gcc libc6-dev libp11-kit-dev && rm -r "$box/bin/gcc" "$box/include" && launch test
check 'what builds the fault engine is provided, headers too' \
  has "$err" '--no-install-recommends gcc libc6-dev libp11-kit-dev'
testable_tree && launch test
check 'a Prometheus of the machine is taken' test ! -e "$box/tree/target/prometheus"
# shellcheck disable=SC2016 # the fake expands it
testable_tree && rm "$box/bin/prometheus" && fake dpkg-deb 'mkdir -p usr/bin && cat "$2" >usr/bin/prometheus' &&
  fake apt-get "echo \"apt-get \$*\" >>'$box/apt'; echo binary >prometheus_2_amd64.deb" && launch test
check 'else one is unpacked for the tests, and not installed' test "$rc$(<"$box/apt")$(<"$box/tree/target/prometheus/usr/bin/prometheus")" = \
  '0apt-get download -qq prometheus''binary'
launch test
check 'once' test "$(wc -l <"$box/apt")" = 1
fake apt-get "echo \"apt-get \$*\" >>'$box/apt'; [[ \$1 == update ]] && : >'$box/lists'; [[ -e '$box/lists' ]] && : >prometheus_2_amd64.deb"
rm -r "$box/tree/target/prometheus" "$box/apt" && launch test
check 'without lists of packages it says what to do' has "$rc $err" 'run apt-get update and then this again'
check 'and tests nothing' test "$rc" = 69 -a ! -e "$box/tree/target/prometheus"
fake id 'echo 0' && fake_systems && launch test
check 'root gets the lists' test "$rc" = 0 -a -e "$box/tree/target/prometheus/usr/bin/prometheus"
testable_tree && fake go 'echo go1.19.8' && launch test
check 'too old a Go is none' has "$rc $(tail -n 3 "$box/err")" '0 keelson: the conformance tests did NOT run'
testable_tree && fake go 'echo go1.26.8' && launch test
check 'with Go conformance is tested behind the others' has "$rc $out" '0 noise
conforms'
check 'on the JDK, the jar and the flags that Keelson runs with' \
  has "$(<"$box/conformed")" "[$box/jvm/a/bin/java][$box/tree/target/keelson.jar][-Xms16m]"
check 'each fuzz test runs for a minute' test "$(<"$box/fuzzed")" = "[$box/jvm/a/bin/java][60]"
check 'a daemon is under load and faults for five minutes' test "$(<"$box/soaked")" = "[$box/jvm/a/bin/java][soak][5]"
rm "$box/conformed" "$box/fuzzed" "$box/soaked" && launch test -Dtest=One
check 'arguments for Maven are for Maven alone' \
  test ! -e "$box/conformed" -a ! -e "$box/fuzzed" -a ! -e "$box/soaked" -a "$rc" = 0
SOAK=0 launch test
check 'or not at all' test ! -e "$box/soaked"
check 'which a last line says' has "$(tail -n 2 "$box/err")" 'keelson: the soak did NOT run: KEELSON_SOAK_MINUTES is 0'
SOAK=5m launch test
check 'what is no number of minutes is refused' has "$rc $err" '69 keelson: KEELSON_SOAK_MINUTES: no number of minutes: 5m'
FUZZ=600 launch test
check 'or for as long as told' has "$(<"$box/fuzzed")" '[600]'
rm "$box/fuzzed" && FUZZ=0 launch test
check 'or not at all' test ! -e "$box/fuzzed" -a -e "$box/conformed"
check 'which a last line says, too' has "$rc $(tail -n 2 "$box/err")" '0 keelson: fuzzing did NOT run: KEELSON_FUZZ_SECONDS is 0'
FUZZ=1m launch test
check 'what is no number is refused at once' has "$rc $err" '69 keelson: KEELSON_FUZZ_SECONDS: no number of seconds: 1m'
fake run 'exit 1' && mv "$box/bin/run" "$box/tree/src/fuzz" && rm "$box/conformed" && launch test
check 'a finding counts, though conformance ran beside it' test -e "$box/conformed" -a "$rc" = 1
rm "$box/bin/etcd" && launch test
check 'etcd is provided before anything runs' has "$rc $err" '69 keelson: missing here: etcd'
testable_tree && fake go 'echo go1.26.8' && mkdir -p "$box/local/go/bin" && mv "$box/bin/go" "$box/local/go/bin" &&
  launch test
check 'Go is found where its installer puts it' test -e "$box/conformed"
testable_tree 'exit 1' && fake go 'echo go1.26.8' && launch test
check 'after a failed test conformance does not run' test ! -e "$box/conformed" -a "$rc" = 1

printf 'launcher: %d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
