package dev.keelson.kek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.secret.SecretBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyringRefreshTest {
  private static final KeyringName PROD = new KeyringName("prod");
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicInteger looks = new AtomicInteger();
  private final Generation first = new Generation(InMemoryKek.random("prod", 1), START);
  private final Generation second =
      new Generation(InMemoryKek.random("prod", 2), START.plusSeconds(60));
  private final List<Generation> token = new CopyOnWriteArrayList<>(List.of(first));
  private final Keyring keyring =
      new Keyring(
          PROD,
          List.of(first),
          () -> {
            looks.incrementAndGet();
            return List.copyOf(token);
          },
          now::get);

  @Test
  void opensWithANewGenerationBeforeItSealsWithIt() throws Exception {
    shows(List.of(first, second));
    keyring.refresh();
    assertThat(keyring.state(second)).isEqualTo(GenerationState.PENDING);
    assertThat(keyring.active()).isEqualTo(first);
    openSealedBy(second);

    now.set(START.plusSeconds(60));
    assertThat(keyring.active()).isEqualTo(second);
    assertThat(keyring.state(first)).isEqualTo(GenerationState.RETIRED);
    openSealedBy(first);
  }

  @Test
  void looksAtOnceWhenACallerNamesAGenerationThatAnotherDaemonKnows() throws Exception {
    shows(List.of(first, second));
    now.set(START.plusSeconds(2));
    openSealedBy(second);
    assertThat(looks).hasValue(1);
  }

  @Test
  void looksForAStreamOfUnknownNamesOnceASecond() {
    now.set(START.plusSeconds(2));
    for (int i = 0; i < 100; i++) {
      refusesAsUnknown("prod/9/0123456789abcdef");
    }
    assertThat(looks).hasValue(1);
    now.set(START.plus(Duration.ofMillis(3_001)));
    refusesAsUnknown("prod/9/0123456789abcdef");
    assertThat(looks).hasValue(2);
  }

  @Test
  void doesNotLookForNamesThatNoGenerationCouldHave() {
    now.set(START.plusSeconds(2));
    for (String name :
        List.of("", "other/1/0123456789abcdef", "prod/1", "prod/0/0123456789abcdef")) {
      refusesAsUnknown(name);
    }
    assertThat(looks).hasValue(0);
  }

  @Test
  void forgetsADestroyedGenerationButNeverTheActiveOne() throws Exception {
    now.set(START.plusSeconds(60));
    shows(List.of(first, second));
    keyring.refresh();
    assertThat(keyring.active()).isEqualTo(second);

    shows(List.of(first));
    assertThatThrownBy(keyring::refresh)
        .isInstanceOf(KekException.TokenTrouble.class)
        .hasMessageContaining("does not show the active key " + second.id());
    shows(List.of());
    assertThatThrownBy(keyring::refresh).isInstanceOf(KekException.TokenTrouble.class);
    openSealedBy(first);
    openSealedBy(second);

    shows(List.of(second));
    keyring.refresh();
    assertThat(keyring.generations()).containsExactly(second);
    refusesAsUnknown(first.id().toString());
  }

  @Test
  void keepsAHundredRetiredGenerationsOpen() throws Exception {
    List<Generation> all =
        IntStream.rangeClosed(2, 101)
            .mapToObj(n -> new Generation(InMemoryKek.random("prod", n), START.plusSeconds(n)))
            .toList();
    shows(Stream.concat(Stream.of(first), all.stream()).toList());
    keyring.refresh();
    now.set(START.plusSeconds(200));
    assertThat(keyring.active().number()).isEqualTo(101);
    for (Generation generation : token) {
      openSealedBy(generation);
    }
  }

  private void shows(List<Generation> generations) {
    token.clear();
    token.addAll(generations);
  }

  private void openSealedBy(Generation generation) throws KekException {
    byte[] seed = {1, 2, 3};
    var sealed = generation.kek().seal(SecretBytes.takeOver(seed.clone()));
    byte[] opened = keyring.open(generation.id().toString(), sealed.encode(), byte[]::clone);
    assertThat(opened).isEqualTo(seed);
  }

  private void refusesAsUnknown(String keyId) {
    assertThatThrownBy(() -> keyring.open(keyId, new byte[40]))
        .isInstanceOf(KekException.UnknownKek.class);
  }
}
