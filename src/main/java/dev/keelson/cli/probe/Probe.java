package dev.keelson.cli.probe;

import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixChannel;
import dev.keelson.host.UnixUnreachableException;
import java.security.SecureRandom;
import java.util.Optional;

/// Holds a KMS v2 plugin against the contract, and measures it. Prints nothing.
public final class Probe {
  private final UnixAddress address;
  private final ProbeSettings settings;
  private final SecureRandom random;

  /// @param random makes the seeds and the uids
  public Probe(UnixAddress address, ProbeSettings settings, SecureRandom random) {
    this.address = address;
    this.settings = settings;
    this.random = random;
  }

  public Report run(Progress progress) {
    var findings = new Findings();
    Optional<LoadResult> load = Optional.empty();
    try (UnixChannel channel = UnixChannel.open(address, settings.timeout())) {
      findings.passed(Rule.SOCKET, "connected to " + address);
      load = interview(channel, findings, progress).hold(address, findings);
    } catch (UnixUnreachableException e) {
      findings.failed(Rule.SOCKET, e.what(), e.remedy());
    }
    return new Report(address, settings, findings.all(), load);
  }

  private Interview interview(UnixChannel channel, Findings findings, Progress progress) {
    var client = new PluginClient(channel, settings, random);
    return new Interview(
        new StatusChecks(client, findings),
        new SealChecks(client, findings),
        new RefusalChecks(client, findings, new Uids(random)),
        settings.calls() == 0
            ? Optional.empty()
            : Optional.of(new Load(client, settings, progress)));
  }
}
