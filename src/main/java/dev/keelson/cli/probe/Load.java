package dev.keelson.cli.probe;

import dev.keelson.kms.Contract;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.secret.SecretBytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Many pairs of Encrypt and Decrypt, several at a time, on the one connection.
record Load(PluginClient client, ProbeSettings settings, Progress progress) {
  private static final Duration WARM_UP = Duration.ofMillis(500);
  private static final int WARM_UP_FACTOR = 10;

  LoadResult run() {
    warmUp();
    var tally = new Tally(settings.pairs());
    long start = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<?>[] workers =
          IntStream.range(0, settings.outstanding())
              .mapToObj(_ -> CompletableFuture.runAsync(() -> work(tally), threads))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(workers).join();
    }
    return tally.result(Duration.ofNanos(System.nanoTime() - start));
  }

  /// Status costs the plugin nothing, and a cold JVM's first calls would tell of the JVM.
  private void warmUp() {
    long start = System.nanoTime();
    int calls = WARM_UP_FACTOR * settings.calls();
    try {
      for (int i = 0; i < calls && System.nanoTime() - start < WARM_UP.toNanos(); i++) {
        client.status();
      }
    } catch (CallFailedException _) {
      return; // the load itself will tell
    }
  }

  private void work(Tally tally) {
    for (int pair = tally.takePair(); pair < tally.pairs(); pair = tally.takePair()) {
      try (SecretBytes seed = client.freshSeed()) {
        open(tally, pair, seed, seal(tally, pair, seed));
      } catch (CallFailedException e) {
        tally.failed(e.code());
      }
      progress.done(tally.calls(), 2 * tally.pairs());
    }
  }

  private EncryptResponse seal(Tally tally, int pair, SecretBytes seed) throws CallFailedException {
    tally.sent();
    long start = System.nanoTime();
    EncryptResponse sealed = client.encrypt(seed);
    tally.encrypted(pair, System.nanoTime() - start);
    if (isFaulty(sealed)) {
      tally.wrong();
    }
    return sealed;
  }

  private void open(Tally tally, int pair, SecretBytes seed, EncryptResponse sealed)
      throws CallFailedException {
    tally.sent();
    long start = System.nanoTime();
    try (SecretBytes opened = client.decrypt(sealed)) {
      tally.decrypted(pair, System.nanoTime() - start);
      if (!opened.sameAs(seed)) {
        tally.wrong();
      }
    }
  }

  private static boolean isFaulty(EncryptResponse sealed) {
    return Contract.faultOfCiphertext(sealed.getCiphertext()).isPresent()
        || Contract.faultOfKeyId(sealed.getKeyId()).isPresent()
        || Contract.faultOfAnnotations(sealed.getAnnotationsMap()).isPresent();
  }
}
