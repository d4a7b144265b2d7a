package dev.keelson.e2e;

import static dev.keelson.e2e.Caller.opening;
import static dev.keelson.e2e.Caller.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keelson.cli.ExitCode;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.token.SoftHsm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("kms")
@Timeout(60)
class SecrecyTest {
  private static final String WRONG_PIN = "wrong-pin-1234";
  private static final int SEEDS = 5;

  @TempDir private Path dir;
  private Site site;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
  }

  @Test
  void neitherLogNorCallerSeesASecretEvenAtTheMostTalkativeLevel() throws Exception {
    List<String> seen = new ArrayList<>();
    site.writePin(WRONG_PIN);
    try (var refused = talkative()) {
      assertThat(refused.exitCode()).isEqualTo(ExitCode.PIN);
      seen.add(refused.output());
    }
    site.writePin(SoftHsm.PIN);
    try (var daemon = talkative().await("ready socket=")) {
      try (var caller = Caller.at(site.address())) {
        seen.addAll(refusals(caller));
      }
      assertThat(daemon.terminate()).isEqualTo(143);
      seen.add(daemon.output());
    }
    assertThat(seen.getLast()).contains("decrypt uid=", "result=INVALID_ARGUMENT", "stop end");
    assertThat(secrets().flatMap(secret -> Seeds.printed(secret).stream()))
        .allSatisfy(form -> assertThat(seen).noneMatch(text -> text.contains(form)));
  }

  /// What a search would find if a secret were printed in one of its forms.
  @Test
  void isASearchThatFinds() {
    byte[] secret = Seeds.marked(1);
    assertThat(Seeds.printed(secret)).hasSize(6);
    assertThat(Base64.getEncoder().encodeToString(secret)).contains(Seeds.printed(secret).get(3));
  }

  private KeelsonProcess talkative() throws Exception {
    return KeelsonProcess.start(
        List.of(),
        List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=trace"),
        "serve",
        "--force-pin",
        "--config",
        site.write(site.yaml()).toString());
  }

  private static List<String> refusals(Caller caller) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < SEEDS; i++) {
      byte[] seed = Seeds.marked(i);
      EncryptResponse sealed = caller.seal(seed);
      assertThat(caller.open(sealed)).isEqualTo(seed);
      byte[] changed = sealed.getCiphertext().toByteArray();
      changed[changed.length - 1] ^= 1;
      var tampered = opening(sealed).setCiphertext(ByteString.copyFrom(changed)).build();
      told.add(refusal(() -> caller.open(tampered)).toString());
      told.add(refusal(() -> caller.open(opening(sealed).setKeyId("prod/9/x").build())).toString());
    }
    told.add(refusal(() -> caller.seal(repeated(60))).toString());
    told.add(refusal(() -> caller.seal(repeated(3_000))).toString());
    return told;
  }

  private static byte[] repeated(int times) {
    return ByteString.copyFrom(Seeds.marked(0)).toStringUtf8().repeat(times).getBytes(UTF_8);
  }

  private static Stream<byte[]> secrets() {
    return Stream.concat(
        Stream.of(SoftHsm.PIN, SoftHsm.SO_PIN, WRONG_PIN).map(pin -> pin.getBytes(UTF_8)),
        IntStream.range(0, SEEDS).mapToObj(Seeds::marked));
  }
}
