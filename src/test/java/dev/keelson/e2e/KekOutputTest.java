package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.kek.KekId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class KekOutputTest {
  @TempDir private Path dir;
  private Site site;
  private Commands prod;
  private Commands test;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
    prod = Commands.on(site);
    test =
        Commands.on(
            site, "keelson-test.yaml", site.yaml().replace("keyring: prod", "keyring: test"));
  }

  @Nested
  class Creating {
    @Test
    void isRefusedWhereTheKeyringIsPresent() throws Exception {
      assertThat(prod.refused(ExitCode.CONFIG, "create"))
          .contains("has 1 keys of keyring 'prod' already")
          .contains("keelson kek rotate --config FILE");
      assertThat(prod.listed("generation")).containsExactly("1");
    }

    @Test
    void makesAFirstGenerationThatIsServedAtOnce() throws Exception {
      JsonNode made = test.rows("create").getFirst();
      assertThat(made.get("generation").asInt()).isEqualTo(1);
      assertThat(made.get("state").asString()).isEqualTo("active");
      try (var _ = test.serve();
          var caller = Caller.at(site.address())) {
        assertThat(caller.status().getKeyId()).isEqualTo(made.get("key_id").asString());
        var sealed = caller.seal(Seeds.marked(1));
        assertThat(sealed.getKeyId()).startsWith("test/1/");
        assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(1));
      }
      assertThat(prod.listed("generation")).containsExactly("1");
    }
  }

  @Nested
  class Listing {
    @Test
    void givesProgramsEveryField() throws Exception {
      prod.run("rotate");
      var rows = prod.rows("list");
      assertThat(rows).hasSize(2);
      JsonNode first = rows.getFirst();
      assertThat(first.propertyNames())
          .containsExactly(
              "key_id",
              "generation",
              "state",
              "activation",
              "age_seconds",
              "suite",
              "fingerprint",
              "fingerprint_of",
              "key_id_hash",
              "label",
              "cka_id",
              "attributes",
              "faults",
              "doubts");
      String keyId = first.get("key_id").asString();
      assertThat(KekId.parse(keyId).orElseThrow().generation()).isEqualTo(1);
      assertThat(first.get("generation").isInt()).isTrue();
      assertThat(first.get("state").asString()).isEqualTo("active");
      assertThat(first.get("activation").asString()).isEqualTo("2026-01-01T00:00:00Z");
      assertThat(first.get("key_id_hash").asString()).isEqualTo("sha256:" + sha256(keyId));
      assertThat(first.get("label").asString()).isEqualTo("keelson/prod/1/20260101000000");
      assertThat(first.get("age_seconds").asLong()).isGreaterThan(Duration.ofDays(300).toSeconds());
      assertThat(keyId).endsWith(first.get("fingerprint").asString());
      assertThat(first.get("cka_id")).isEqualTo(first.get("fingerprint"));
      assertThat(first.get("attributes").get("CKA_NEVER_EXTRACTABLE").asString()).isEqualTo("true");
      assertThat(first.get("attributes").get("CKA_WRAP").asString()).isEqualTo("false");
      assertThat(first.get("doubts").isEmpty()).isTrue();
      assertThat(first.get("faults").isArray()).isTrue();
      assertThat(first.get("faults").isEmpty()).isTrue();
      assertThat(rows.getLast().get("state").asString()).isEqualTo("pending");
    }

    @Test
    void givesPeopleATable() throws Exception {
      String output = prod.run("list");
      assertThat(output.lines())
          .anyMatch(line -> line.matches("KEY_ID +STATE +SUITE +ACTIVATION +AGE +ATTRIBUTES"))
          .anyMatch(line ->
              line.matches(
                  "prod/1/[0-9a-f]{16} +active +aes-256-gcm +2026-01-01T00:00:00Z +\\d+d +never left the"
                      + " token"));
    }

    @Test
    void endsWithAViolationWhenThereIsNone() throws Exception {
      try (var keelson = test.start("list")) {
        assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(ExitCode.VIOLATION);
      }
    }
  }

  @Nested
  class Rotating {
    @Test
    void isRefusedBelowTwiceThePoll() throws Exception {
      assertThat(prod.refused(ExitCode.VIOLATION, "rotate", "--activate-in", "1999ms"))
          .contains("twice rotation.poll is 2 s")
          .contains("choose a longer --activate-in, or --force");
      assertThat(prod.listed("generation")).containsExactly("1");
      assertThat(prod.rows("rotate", "--activate-in", "2s")).hasSize(1);
    }

    @Test
    void activatesAtOnceWhenForced() throws Exception {
      String keyId = prod.rotatedNow();
      assertThat(prod.listed("state")).containsExactly("retired", "active");
      assertThat(prod.listed("key_id")).last().isEqualTo(keyId);
    }

    @Test
    void givesAQuarterOfAnHourUnlessToldOtherwise() throws Exception {
      Instant now = InstantSource.system().instant();
      JsonNode made = prod.rows("rotate").getFirst();
      assertThat(Instant.parse(made.get("activation").asString()))
          .isBetween(now.plus(Duration.ofMinutes(14)), now.plus(Duration.ofMinutes(16)));
      assertThat(made.get("state").asString()).isEqualTo("pending");
    }

    @Test
    void isRefusedWhereThereIsNoKeyring() throws Exception {
      assertThat(test.refused(ExitCode.CONFIG, "rotate", "--activate-in", "15m"))
          .contains("has no key of keyring 'test'");
    }
  }

  private static String sha256(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
