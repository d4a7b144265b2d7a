package dev.keelson;

import dev.keelson.config.ConfigException;
import dev.keelson.config.ConfigSource;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.config.Reconfiguration;
import dev.keelson.health.Condition;
import dev.keelson.ledger.LedgerException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a running daemon take a changed configuration: whole or not at all, so that it always runs
/// as one file says.
final class Reload {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  /// A part of the daemon that takes its settings anew while it works. It cannot fail: what could
  /// be wrong was found when the configuration was read.
  interface Part {
    void take(KeelsonConfig config);
  }

  private final Chronicle chronicle;
  private final List<Part> parts;
  private KeelsonConfig running;
  private volatile Optional<Condition> refused = Optional.empty();

  /// @param running what the parts have now
  Reload(KeelsonConfig running, Chronicle chronicle, List<Part> parts) {
    this.running = running;
    this.chronicle = chronicle;
    this.parts = parts;
  }

  /// Returns when it is taken or refused; which, is told in the log, and in [#trouble()].
  synchronized void from(ConfigSource source) {
    try {
      KeelsonConfig wanted = source.read();
      List<String> left = Reconfiguration.left(running, wanted);
      if (left.isEmpty()) {
        take(wanted);
      } else {
        refuse(
            String.join(", ", left) + " cannot change while it runs",
            "systemctl restart keelson, which refuses nobody: its socket stays; or undo the change");
      }
    } catch (LedgerException e) {
      refuse(String.valueOf(e.getMessage()), e.remedy());
    } catch (ConfigException e) {
      List<String> faults = String.valueOf(e.getMessage()).lines().toList();
      faults.forEach(fault -> LOG.error("reload fault=\"{}\"", fault));
      refuse(
          faults.getFirst(),
          "keelson config check FILE shows every fault; then systemctl reload keelson");
    }
  }

  private void take(KeelsonConfig wanted) throws LedgerException {
    List<String> keys = Reconfiguration.taken(running, wanted);
    if (!keys.isEmpty()) {
      chronicle.reconfigures(keys);
      parts.forEach(part -> part.take(wanted));
    }
    running = wanted;
    refused = Optional.empty();
    LOG.info("reload result=taken changed={}", keys);
  }

  private void refuse(String cause, String remedy) {
    LOG.error("reload result=refused cause=\"{}\" do=\"{}\"", cause, remedy);
    refused =
        Optional.of(
            new Condition(
                "the changed configuration was refused as a whole, the one before counts: " + cause,
                remedy));
  }

  /// Why the file says something else than what runs; empty when the last one was taken.
  Optional<Condition> trouble() {
    return refused;
  }
}
