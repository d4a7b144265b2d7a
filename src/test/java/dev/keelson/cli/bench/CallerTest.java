package dev.keelson.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.secret.SecretBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CallerTest {
  private final Tally tally = new Tally();

  /// Its seal is the seed's own bytes.
  private static class Open implements Door<byte[]> {
    final List<byte[]> opened = new ArrayList<>();

    @Override
    public byte[] seal(SecretBytes seed) throws CallFault {
      return seed.revealBytes().clone();
    }

    @Override
    public SecretBytes open(byte[] sealed) throws CallFault {
      opened.add(sealed);
      return SecretBytes.takeOver(sealed.clone());
    }

    @Override
    public void close() {}
  }

  @Test
  void opensEverySeedThatItSealed() {
    var door = new Open();
    try (var caller = caller(door)) {
      assertThat(caller.prepared(tally)).isTrue();
      caller.work(Rpc.ENCRYPT, calls(3), tally);
      caller.work(Rpc.DECRYPT, calls(3), tally);
    }
    assertThat(door.opened).contains(new byte[] {1}, new byte[] {2}, new byte[] {3});
    assertThat(tally.figures().calls()).isEqualTo(6);
    assertThat(tally.faults().none()).isTrue();
  }

  @Test
  void countsAnAnswerThatIsNotTheSeed() {
    var door =
        new Open() {
          @Override
          public SecretBytes open(byte[] sealed) {
            return SecretBytes.takeOver(new byte[] {99});
          }
        };
    try (var caller = caller(door)) {
      caller.prepared(tally);
      caller.work(Rpc.DECRYPT, calls(2), tally);
    }
    assertThat(tally.faults()).isEqualTo(new Faults(2, new TreeMap<>()));
  }

  @Test
  void stopsAtAFailedCallAndCountsItOnceAndNotAsFast() {
    var door =
        new Open() {
          @Override
          public byte[] seal(SecretBytes seed) throws CallFault {
            throw new CallFault("UNAVAILABLE");
          }
        };
    try (var caller = caller(door)) {
      caller.work(Rpc.ENCRYPT, calls(5), tally);
    }
    SortedMap<String, Long> once = new TreeMap<>();
    once.put("UNAVAILABLE", 1L);
    assertThat(tally.faults()).isEqualTo(new Faults(0, once));
    assertThat(tally.figures().calls()).isZero();
    assertThat(tally.figures().latency()).isEmpty();
  }

  private static Caller<byte[]> caller(Door<byte[]> door) {
    return new Caller<>(
        door,
        List.of(1, 2, 3).stream()
            .map(i -> SecretBytes.takeOver(new byte[] {i.byteValue()}))
            .toList());
  }

  private static Pace calls(int count) {
    return new Pace.Open(
        System.nanoTime() - Duration.ofSeconds(count).toNanos(), 1, Duration.ofSeconds(count));
  }
}
