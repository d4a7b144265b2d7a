package dev.keelson.config;

import static dev.keelson.config.Configs.SMALLEST;
import static dev.keelson.config.Configs.faults;
import static dev.keelson.config.Configs.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {
  @Nested
  class Text {
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "null", "---\n# nothing\n"})
    void thatSaysNothingIsEmpty(String yaml) {
      assertThat(faults(yaml))
          .containsExactly("keelson.yaml: empty; begin with the sample: hsm-config/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "[keyring]", "- keyring: prod", "'keyring: prod'"})
    void thatIsNoMappingIsRefused(String yaml) {
      assertThat(faults(yaml)).singleElement().asString().contains("instead of a mapping");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "a: b: c | 9: column 5: a ':' where no key can be; check",
          "a: 'x | 10: column 1: a quoted text that does not end (begun on line 9); close",
          "a: [x | 10: column 1: a list that does not end (begun on line 9); close it with ']'",
          "a: {x | 10: column 1: a mapping that does not end (begun on line 9); close",
          "a:\tb | 9: column 3: a tab; indent",
          "word | 10: column 1: a key without ':' (begun on line 9); write",
          "... word | 9: column 5: text after the end",
          "- a | 9: column 1: a line that belongs to no key (begun on line 1); indent",
          "a: @x | 9: column 4: something that is not YAML; quote",
          "? [a] | 9: something that is not YAML; quote",
        })
    void thatIsNotYamlIsRefusedWithItsPlace(String line, String fault) {
      assertThat(faults(SMALLEST + line + "\n"))
          .singleElement()
          .asString()
          .startsWith("keelson.yaml:" + fault);
    }

    @Test
    void ofTwoDocumentsIsRefused() {
      assertThat(faults(SMALLEST + "---\n" + SMALLEST))
          .containsExactly("keelson.yaml:10: a second document; keep one, and no line '---' in it");
    }

    @Test
    void thatIsNotUtf8IsRefusedWithItsLine() {
      byte[] latin1 = (SMALLEST + "# \u00FC").getBytes(StandardCharsets.ISO_8859_1);
      assertThat(refusal(latin1).faults())
          .containsExactly(new Fault(9, "", "not UTF-8", "save the file in the encoding UTF-8"));
      byte[] cut = "a: \u20AC".getBytes(StandardCharsets.UTF_8);
      assertThat(refusal(Arrays.copyOf(cut, cut.length - 1)).getMessage()).contains("not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\u001B", "\u007F", "\u0090", "\uFFFE"})
    void withAControlCharacterIsRefusedWithItsLine(String control) {
      assertThat(faults(SMALLEST + "# " + control))
          .singleElement()
          .asString()
          .startsWith("keelson.yaml:9: a control character; remove it");
    }
  }

  @Nested
  class AnAlias {
    @Test
    void isRefusedUnderItsKey() {
      assertThat(faults(SMALLEST + "lanes: &a {count: 2}\ncanary: *a\n"))
          .containsExactly(
              "keelson.yaml:10: canary: an alias has no place here; write the value out in full");
    }

    @Test
    void cannotBecomeABomb() {
      var bomb = new StringBuilder("a0: &a0 [x]\n");
      for (int i = 1; i < 100; i++) {
        bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
      }
      assertThat(refusal(bomb.toString()).faults()).hasSizeGreaterThan(100);
    }

    @Test
    void isNoKeyEither() {
      assertThat(refusal(SMALLEST + "canary: &a x\n*a : y\n")).isNotNull();
    }

    @Test
    void cannotBeMergedIn() {
      assertThat(faults("lanes: &a {count: 2}\n" + SMALLEST + "canary:\n  <<: *a\n"))
          .singleElement()
          .asString()
          .contains("canary.<<: unknown key");
    }
  }

  @Nested
  class ATag {
    @ParameterizedTest
    @ValueSource(strings = {"!!map {}", "!x y", "!!str y", "!!seq [1]"})
    void isRefusedUnderItsKey(String value) {
      assertThat(faults(SMALLEST + "lanes: " + value + "\n"))
          .containsExactly(
              "keelson.yaml:9: lanes: a tag has no place here; remove what begins with '!', or"
                  + " quote the text");
    }

    @Test
    void doesNotHideTheFaultsAfterIt() {
      assertThat(faults(SMALLEST + "lanes: !x {count: 1}\ncanary: {interval: 1}\n")).hasSize(2);
    }
  }

  @Nested
  class Nesting {
    @Test
    void isBounded() {
      assertThat(faults(SMALLEST + "lanes: {count: " + "[".repeat(8) + "]".repeat(8) + "}"))
          .singleElement()
          .asString()
          .contains("lanes.count: a list instead of a whole number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void withoutEndIsRefused(String opening) {
      assertThat(refusal(opening.repeat(50_000))).isNotNull();
    }
  }

  /// Whatever the bytes: a configuration or a ConfigException, never anything else.
  @Nested
  class TheSampleDamaged {
    private static final long SEED = 20_261_101L;
    private static final int MUTATIONS = 2_000;

    @Test
    void isReadOrRefusedWhenCutAtAnyLength() throws IOException {
      byte[] sample = Configs.sample().getBytes(StandardCharsets.UTF_8);
      for (int length = 0; length < sample.length; length++) {
        readsOrRefuses(Arrays.copyOf(sample, length), "cut at " + length);
      }
    }

    @Test
    void isReadOrRefusedWhenBytesChange() throws IOException {
      byte[] sample = uncommented().getBytes(StandardCharsets.UTF_8);
      var random = new Random(SEED);
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] damaged = sample.clone();
        for (int n = random.nextInt(1, 6); n > 0; n--) {
          damaged[random.nextInt(damaged.length)] = damage(random);
        }
        readsOrRefuses(damaged, "mutation " + i + " of seed " + SEED);
      }
    }

    /// Comments swallow damage, so they are left out.
    private static String uncommented() throws IOException {
      return Configs.sample().replaceAll("(?m)^ *#.*\n", "");
    }

    /// Half of them characters with a meaning in YAML.
    private static byte damage(Random random) {
      String special = "\n\t \"'#&*!|>%@`:-?[]{},~<0\\";
      return random.nextBoolean()
          ? (byte) special.charAt(random.nextInt(special.length()))
          : (byte) random.nextInt(256);
    }

    private static void readsOrRefuses(byte[] content, String how) {
      assertThatCode(
              () -> {
                try {
                  ConfigFile.parse("keelson.yaml", content);
                } catch (ConfigException e) {
                  assertThat(e.faults()).isNotEmpty();
                }
              })
          .as(how)
          .doesNotThrowAnyException();
    }
  }
}
