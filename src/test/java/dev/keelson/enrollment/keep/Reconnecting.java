package dev.keelson.enrollment.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.cert.CertCommand;
import dev.keelson.e2e.Etcd;
import dev.keelson.host.UnixAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import picocli.CommandLine;

/// Pairs that are renewed all the time, each with a client that reads its files anew and connects
/// to etcd with them, again and again.
///
/// @param issuer whose profile gives certificates of few seconds
/// @param etcd that trusts its root
public record Reconnecting(UnixAddress issuer, String profile, Etcd etcd) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Returns when each of the pairs has been renewed so often, and no connection has failed.
  public void renew(Path dir, int pairs, int times) throws Exception {
    List<Callable<Integer>> clients =
        IntStream.range(0, pairs)
            .mapToObj(n -> (Callable<Integer>) () -> watched(dir.resolve(n + ".pem"), times))
            .toList();
    try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> client : all.invokeAll(clients)) {
        assertThat(client.get()).as("connections").isGreaterThan(times);
      }
    }
  }

  private int watched(Path bundle, int times) throws Exception {
    Thread keeper = Thread.ofPlatform().daemon().start(() -> keep(bundle));
    try {
      return reconnect(bundle, times);
    } finally {
      keeper.interrupt();
      keeper.join();
    }
  }

  private void keep(Path bundle) {
    List<String> arguments =
        new ArrayList<>(List.of("keep", "--profile", profile, "--socket", issuer.toString()));
    arguments.addAll(List.of("--bundle", bundle.toString()));
    arguments.addAll(List.of("--etcd", etcd.url(), "--etcd-ca", etcd.serverCa().toString()));
    var _ =
        new CommandLine(new CertCommand())
            .setExecutionExceptionHandler((_, _, _) -> 1) // the interrupt that ends it
            .execute(arguments.toArray(String[]::new));
  }

  private int reconnect(Path bundle, int times) throws Exception {
    var authorities = PairPem.parseCertificates(Files.readAllBytes(etcd.serverCa()));
    var client = new EtcdProbe(authorities, "/registry/health", Duration.ofSeconds(5));
    var endpoint = EtcdEndpoint.parse(etcd.url());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Set<String> seen = new HashSet<>();
    int connections = 0;
    while (seen.size() <= times) {
      assertThat(System.nanoTime()).as("certificates seen: " + seen.size()).isLessThan(deadline);
      if (Files.exists(bundle)) {
        Pair pair = PairPem.parseBundle(Files.readAllBytes(bundle));
        assertThat(client.ask(endpoint, pair)).isInstanceOf(Answer.Accepted.class);
        seen.add(pair.serial());
        connections++;
      }
      Thread.sleep(20);
    }
    return connections;
  }
}
