package dev.keelson.console;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// The process: its memory, its garbage collectors, its threads. Few of them, rather than the
/// hundred that Micrometer's own binders make.
final class ProcessMeters {
  /// How much memory the kernel says is in use.
  interface Memory {
    long residentBytes();
  }

  private ProcessMeters() {}

  static void bind(MeterRegistry registry, Memory memory) {
    bytes(registry, "keelson.process.resident", "Memory in use, as the kernel counts it", memory);
    Runtime runtime = Runtime.getRuntime();
    bytes(
        registry,
        "keelson.jvm.heap.used",
        "Heap in use, garbage included",
        () -> runtime.totalMemory() - runtime.freeMemory());
    bytes(registry, "keelson.jvm.heap.max", "As far as the heap may grow", runtime::maxMemory);
    var threads = ManagementFactory.getThreadMXBean();
    Gauge.builder("keelson.jvm.threads", threads::getThreadCount)
        .description("Platform threads")
        .register(registry);
    ManagementFactory.getGarbageCollectorMXBeans().forEach(one -> collector(registry, one));
  }

  private static void bytes(MeterRegistry registry, String name, String what, Memory memory) {
    Gauge.builder(name, memory::residentBytes)
        .description(what)
        .baseUnit("bytes")
        .register(registry);
  }

  private static void collector(MeterRegistry registry, GarbageCollectorMXBean one) {
    FunctionTimer.builder(
            "keelson.jvm.gc",
            one,
            GarbageCollectorMXBean::getCollectionCount,
            GarbageCollectorMXBean::getCollectionTime,
            TimeUnit.MILLISECONDS)
        .description("Collections, and the time that they took")
        .tag("collector", one.getName())
        .register(registry);
  }
}
