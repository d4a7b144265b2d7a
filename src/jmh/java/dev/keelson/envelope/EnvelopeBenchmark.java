package dev.keelson.envelope;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the envelope of a seed costs, on a JVM with the daemon's own flags.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 2,
    jvmArgs = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class EnvelopeBenchmark {
  private static final int SEED_BYTES = 32;

  private final Envelope envelope = ofSeed(Suite.AES_256_GCM);
  private final byte[] whole = envelope.encode();
  private final byte[] cut = Arrays.copyOf(whole, whole.length - 1);

  @Benchmark
  public byte[] encode() {
    return envelope.encode();
  }

  @Benchmark
  public Envelope parse() throws MalformedEnvelopeException {
    return Envelope.parse(whole);
  }

  /// The dear way: an exception with its stack.
  @Benchmark
  public Optional<MalformedEnvelopeException> refuse() {
    try {
      Envelope.parse(cut);
      return Optional.empty();
    } catch (MalformedEnvelopeException e) {
      return Optional.of(e);
    }
  }

  private static Envelope ofSeed(Suite suite) {
    return new Envelope(suite, new byte[suite.ivBytes()], new byte[SEED_BYTES + suite.tagBytes()]);
  }
}
