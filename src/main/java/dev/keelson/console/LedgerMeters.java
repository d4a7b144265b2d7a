package dev.keelson.console;

import dev.keelson.ledger.LedgerHealth;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/// How the writing of the ledger goes.
final class LedgerMeters {
  private LedgerMeters() {}

  static void bind(MeterRegistry registry, Supplier<LedgerHealth> ledger) {
    FunctionCounter.builder("keelson.ledger.written", ledger, it -> it.get().written())
        .description("Deeds of this process that are on the disk")
        .register(registry);
    FunctionCounter.builder("keelson.ledger.lost", ledger, it -> it.get().lost())
        .description("Deeds that nobody will find in the ledger")
        .register(registry);
    Gauge.builder("keelson.ledger.lag", () -> ledger.get().lag())
        .description("Deeds that wait for the disk")
        .register(registry);
    Gauge.builder("keelson.ledger.failing", () -> ledger.get().failing() ? 1 : 0)
        .description("1 when the last append failed")
        .register(registry);
    Gauge.builder("keelson.ledger.unsigned", () -> ledger.get().unsigned().isPresent() ? 1 : 0)
        .description("1 when a checkpoint was due and the token did not sign it")
        .register(registry);
  }
}
