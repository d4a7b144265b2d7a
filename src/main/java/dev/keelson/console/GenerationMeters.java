package dev.keelson.console;

import dev.keelson.health.GenerationHealth;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Generations come and go while the daemon runs, and so do their rows.
final class GenerationMeters {
  /// As many key_ids as kube-apiserver's metrics show.
  private static final int MOST = 100;

  private final MultiGauge states;
  private final MultiGauge ages;

  GenerationMeters(MeterRegistry registry) {
    states =
        MultiGauge.builder("keelson.generation.state")
            .description("1 for the state that the generation is in")
            .register(registry);
    ages =
        MultiGauge.builder("keelson.generation.age")
            .description("Since the activation; negative before it")
            .baseUnit("seconds")
            .register(registry);
  }

  /// Shows these, and no others any more.
  ///
  /// @param generations the newest first
  void show(List<GenerationHealth> generations) {
    List<GenerationHealth> shown = generations.stream().limit(MOST).toList();
    states.register(
        shown.stream().map(one -> row(one, Tags.of("state", one.state()), _ -> 1)).toList(), true);
    ages.register(
        shown.stream().map(one -> row(one, Tags.empty(), it -> it.age().toSeconds())).toList(),
        true);
  }

  private static MultiGauge.Row<GenerationHealth> row(
      GenerationHealth one, Tags more, ToDoubleFunction<GenerationHealth> value) {
    var tags =
        more.and("generation", Integer.toString(one.number()), "key_id_hash", one.keyIdHash());
    return MultiGauge.Row.of(tags, one, value);
  }
}
