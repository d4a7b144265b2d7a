package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keelson.cli.ExitCode;
import dev.keelson.kek.KekId;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.recovery.ApiServerValue;
import dev.keelson.recovery.RecoveryCopies;
import dev.keelson.recovery.RecoverySettings;
import dev.keelson.recovery.StoredValue;
import dev.keelson.recovery.stored.SealedObject;
import dev.keelson.secret.SecretBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `keelson recover`: a cluster's token is destroyed, and the recipient's key is on another.
@Timeout(120)
class RecoverTest {
  private static final String A = "/registry/secrets/default/a";
  private static final String B = "/registry/secrets/it's/b $(x)";
  private static final String C = "/registry/secrets/default/c";

  @TempDir private Path dir;
  private Site cluster;
  private RecoverySite safe;
  private EncryptResponse first;
  private EncryptResponse second;
  private final Map<String, byte[]> values = new LinkedHashMap<>();

  @BeforeEach
  void writeValuesAndLoseTheToken() throws Exception {
    cluster = Site.in(Files.createDirectory(dir.resolve("cluster")));
    safe = RecoverySite.in(dir.resolve("safe"));
    try (var _ = cluster.start(safe.yaml() + cluster.yaml());
        var caller = Caller.at(cluster.address())) {
      first = caller.seal(Seeds.marked(1));
      second = caller.seal(Seeds.marked(2));
    }
    delete(cluster.dir().resolve("tokens"));
    values.put(A, ApiServerValue.of(A, "text a", Seeds.marked(1), first));
    values.put(B, ApiServerValue.of(B, "text b", Seeds.marked(2), second));
    values.put(C, ApiServerValue.of(C, "text c", Seeds.marked(2), second));
    values.put("/registry/namespaces/default", "k8s\0plain".getBytes(UTF_8));
  }

  @Test
  void bringsEveryValueUnderAnotherTokensKey() throws Exception {
    Site next = next();
    Path to = dir.resolve("recovered");
    Path config = next.write(safe.yaml() + next.yaml());
    try (var keelson = recover("--yes", "--config", config.toString(), "--to", to.toString())) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(ExitCode.OK);
      assertThat(keelson.output()).contains("written: 3 values", "restore.sh");
    }
    try (var _ = next.start(safe.yaml() + next.yaml());
        var caller = Caller.at(next.address())) {
      String keyId = caller.status().getKeyId();
      assertThat(keyId).isNotEqualTo(first.getKeyId());
      assertOpens(caller, to.resolve("values/0000001"), A, 1);
      assertOpens(caller, to.resolve("values/0000002"), B, 2);
      assertOpens(caller, to.resolve("values/0000003"), C, 2);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to)))
        .isEqualTo("rwx------");
    assertThat(restored(to)).containsOnlyKeys(A, B, C);
    assertThat(safe.deeds())
        .satisfiesExactly(
            begin ->
                assertThat(begin)
                    .contains("open_copies", "a rehearsal", safe.recipient().fingerprint())
                    .contains(first.getKeyId()),
            end -> assertThat(end).contains("open_copies", "\"values\":\"3\"", "\"seeds\":\"2\""));
  }

  /// The same keys and values, when `restore.sh` calls another etcdctl.
  private Map<String, byte[]> restored(Path to) throws Exception {
    Path bin = Files.createDirectory(dir.resolve("bin"));
    Path etcd = Files.createDirectory(dir.resolve("etcd"));
    Path etcdctl = bin.resolve("etcdctl");
    Files.writeString(
        etcdctl,
        "#!/bin/sh\n[ $# = 3 ] && [ \"$1 $2\" = 'put --' ] || exit 9\n"
            + "n=$(ls "
            + etcd
            + " | wc -l)\nprintf %s \"$3\" >"
            + etcd
            + "/$n.key\ncat >"
            + etcd
            + "/$((n + 1)).value\n");
    Files.setPosixFilePermissions(etcdctl, PosixFilePermissions.fromString("rwx------"));
    var script = new ProcessBuilder(to.resolve("restore.sh").toString()).redirectErrorStream(true);
    script.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    var process = script.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    Map<String, byte[]> put = new LinkedHashMap<>();
    for (int i = 0; Files.exists(etcd.resolve(i + ".key")); i += 2) {
      put.put(
          Files.readString(etcd.resolve(i + ".key")),
          Files.readAllBytes(etcd.resolve(i + 1 + ".value")));
    }
    return put;
  }

  private void assertOpens(Caller caller, Path file, String key, int seed) throws Exception {
    var value = StoredValue.parse(Files.readAllBytes(file)).orElseThrow();
    var sealed = value.seed();
    var response =
        EncryptResponse.newBuilder()
            .setKeyId(sealed.keyId())
            .setCiphertext(ByteString.copyFrom(sealed.envelope()))
            .putAllAnnotations(sealed.stored().getAnnotationsMap())
            .build();
    assertThat(sealed.copyFor(safe.recipient())).isPresent();
    assertThat(value.provider()).isEqualTo("keelson");
    assertThat(caller.open(response)).isEqualTo(Seeds.marked(seed));
    try (var secret = SecretBytes.takeOver(Seeds.marked(seed))) {
      assertThat(value.opensWith(secret, key.getBytes(UTF_8))).isTrue();
    }
  }

  @Test
  void reportsWhatTheCopiesOpenWithoutATarget() throws Exception {
    JsonNode report = report(ExitCode.OK);
    assertThat(report.get("recipient").asString()).isEqualTo(safe.recipient().fingerprint());
    assertThat(report.get("not_kms_v2").asInt()).isEqualTo(1);
    JsonNode row = report.get("keys").get(0);
    assertThat(row.get("key_id").asString()).isEqualTo(first.getKeyId());
    assertCounts(row, "values=3 seeds=2 opened=2 proven=3");
  }

  @Test
  void opensNothingWithAnotherRecipientsKey() throws Exception {
    safe.make("other");
    JsonNode row = report(ExitCode.VIOLATION, "--recipient-key", "other").get("keys").get(0);
    assertCounts(row, "values=3 seeds=2 for_others=2");
  }

  @Test
  void tellsCopiesThatWereSwappedCutOrLeftOut() throws Exception {
    values.put(A, annotated(A, 1, first, copyOf(second)));
    values.put(B, annotated(B, 2, second, copyOf(second).substring(0, 200)));
    values.put(
        C,
        ApiServerValue.of(C, "c", Seeds.marked(2), second.toBuilder().clearAnnotations().build()));
    JsonNode row = report(ExitCode.VIOLATION).get("keys").get(0);
    assertCounts(row, "values=3 seeds=3 absent=1 not_opening=1 of_another_envelope=1");
  }

  @Test
  void tellsACopyThatWasChanged() throws Exception {
    byte[] changed = copyOf(first).toByteArray();
    changed[200] ^= 1;
    values.put(A, annotated(A, 1, first, ByteString.copyFrom(changed)));
    JsonNode row = report(ExitCode.VIOLATION).get("keys").get(0);
    assertCounts(row, "values=3 seeds=2 opened=1 not_opening=1 proven=2");
  }

  /// Whoever has the public key can make a copy for an envelope, of a seed that is not in it.
  @Test
  void doesNotBelieveAForgedCopyWhoseSeedDoesNotOpenTheData() throws Exception {
    var copies =
        new RecoveryCopies(new RecoverySettings(List.of(safe.recipient())), new SecureRandom());
    KekId by = KekId.parse(first.getKeyId()).orElseThrow();
    try (var forged = SecretBytes.takeOver(Seeds.marked(9))) {
      var copy = copies.of(by, first.getCiphertext().toByteArray(), forged).getFirst();
      values.put(A, annotated(A, 1, first, ByteString.copyFrom(copy.bytes())));
    }
    Site next = next();
    Path to = dir.resolve("recovered");
    JsonNode report =
        report(
            ExitCode.VIOLATION,
            "--config",
            next.write(next.yaml()).toString(),
            "--to",
            to.toString());
    assertCounts(report.get("keys").get(0), "values=3 seeds=2 opened=2 proven=2 unproven=1");
    assertThat(Files.readString(to.resolve("restore.sh"))).doesNotContain(A);
  }

  @Test
  void doesNotBelieveAValueThatWasMovedToAnotherKey() throws Exception {
    values.put(A, ApiServerValue.of(B, "text b", Seeds.marked(2), second));
    assertCounts(
        report(ExitCode.VIOLATION).get("keys").get(0),
        "values=3 seeds=1 opened=1 proven=2 unproven=1");
  }

  @Test
  void asksBeforeItOpensAnythingAndTakesNoForAnAnswer() throws Exception {
    try (var keelson = recover()) {
      keelson.await("type recovery to open their recovery copies with it:").type("no");
      assertThat(keelson.exitCode()).isEqualTo(ExitCode.VIOLATION);
      assertThat(keelson.output()).contains("3 values under 2 seeds", "nothing is done");
    }
    assertThat(safe.deeds()).isEmpty();
    try (var keelson = recover()) {
      keelson.await("type recovery to open").type("recovery");
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(ExitCode.OK);
    }
    assertThat(safe.deeds()).hasSize(2);
  }

  @Test
  void refusesADirectoryThatIsThereBeforeItOpensAnything() throws Exception {
    Site next = next();
    Path there = Files.createDirectory(dir.resolve("there"));
    String config = next.write(next.yaml()).toString();
    try (var keelson = recover("--yes", "--config", config, "--to", there.toString())) {
      assertThat(keelson.exitCode()).isEqualTo(ExitCode.VIOLATION);
      assertThat(keelson.output()).contains(there + " is there already", "do: ");
    }
    assertThat(safe.deeds()).isEmpty();
  }

  @Test
  void refusesAKeyThatIsNotThereOrIsAmbiguous() throws Exception {
    try (var keelson = recover("--yes", "--recipient-key", "none")) {
      assertThat(keelson.exitCode()).isEqualTo(ExitCode.CONFIG);
      assertThat(keelson.output()).contains("has no RSA private key 'none'", "do: ");
    }
    safe.make(RecoverySite.LABEL);
    try (var keelson = recover("--yes")) {
      assertThat(keelson.exitCode()).isEqualTo(ExitCode.CONFIG);
      assertThat(keelson.output()).contains("2 different RSA private keys", "'recovery'");
    }
  }

  @Test
  void refusesADumpThatIsCutOff() throws Exception {
    Path dump = safe.dump(values);
    String whole = Files.readString(dump);
    Files.writeString(dump, whole.substring(0, whole.length() - 40));
    try (var keelson = safe.recover(dump, "--yes")) {
      assertThat(keelson.exitCode()).isEqualTo(ExitCode.VIOLATION);
      assertThat(keelson.output()).contains("cannot be used", "etcdctl get --prefix /registry");
    }
    assertThat(safe.deeds()).isEmpty();
  }

  private Site next() throws Exception {
    return Site.in(
        Files.createDirectory(dir.resolve("next")), Instant.parse("2026-02-01T00:00:00Z"));
  }

  private static byte[] annotated(String key, int seed, EncryptResponse sealed, ByteString copy) {
    SealedObject object = ApiServerValue.object(key, "text", Seeds.marked(seed), sealed);
    String name = object.getAnnotationsMap().keySet().iterator().next();
    return ApiServerValue.stored("keelson", object.toBuilder().putAnnotations(name, copy).build());
  }

  private static ByteString copyOf(EncryptResponse sealed) {
    return sealed.getAnnotationsMap().values().iterator().next();
  }

  private KeelsonProcess recover(String... more) throws Exception {
    return safe.recover(safe.dump(values), more);
  }

  private JsonNode report(int exitCode, String... more) throws Exception {
    String[] all =
        Stream.concat(Stream.of("--yes", "-o", "json"), Stream.of(more)).toArray(String[]::new);
    try (var keelson = recover(all)) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(exitCode);
      String json =
          keelson.output().lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
      return JsonMapper.shared().readTree(json);
    }
  }

  /// All counts that are not named are zero.
  private static void assertCounts(JsonNode row, String counts) {
    var shown = new StringBuilder();
    row.properties().stream()
        .filter(one -> one.getValue().isInt() && one.getValue().asInt() != 0)
        .forEach(one -> shown.append(one.getKey()).append('=').append(one.getValue()).append(' '));
    assertThat(shown.toString().strip()).isEqualTo(counts);
  }

  private static void delete(Path tree) throws Exception {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path one : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
