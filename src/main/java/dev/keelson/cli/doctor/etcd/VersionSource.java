package dev.keelson.cli.doctor.etcd;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Asks etcd for its version, where it answers in the clear; in TLS nobody is asked, because that
/// would take a private key.
final class VersionSource {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long MAX_BYTES = 4 << 20;
  private static final Pattern TOLD =
      Pattern.compile("(?:\"etcdserver\":\"|etcd_server_version\\{server_version=\")([^\"]+)\"");

  private VersionSource() {}

  /// `/version` is on the clients' port alone, the metric on both (etcd's `etcdhttp`).
  static Optional<EtcdVersion> ask(Program etcd) {
    HttpClient http =
        HttpClient.newBuilder().connectTimeout(PATIENCE).proxy(HttpClient.Builder.NO_PROXY).build();
    try {
      return Stream.of("listen-metrics-urls", "listen-client-http-urls", "listen-client-urls")
          .flatMap(flag -> etcd.flags().list(flag).stream())
          .filter(url -> url.startsWith("http://"))
          .map(url -> url.replace("//0.0.0.0", "//127.0.0.1").replace("//[::]", "//[::1]"))
          .flatMap(url -> Stream.of(url + "/version", url + "/metrics"))
          .flatMap(url -> ask(http, url).stream())
          .findFirst();
    } finally {
      http.shutdownNow(); // close() would wait for an answer that does not come
    }
  }

  private static Optional<EtcdVersion> ask(HttpClient http, String url) {
    try {
      var body = BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES);
      HttpResponse<String> reply =
          http.sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), body)
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      Matcher told = TOLD.matcher(reply.body());
      return told.find() ? EtcdVersion.of(told.group(1)) : Optional.empty();
    } catch (ExecutionException | TimeoutException | IllegalArgumentException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
