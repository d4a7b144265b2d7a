package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.Eventually;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real Prometheus on loopback, which scrapes and judges every second.
record Prometheus(Process process, int port, Path log) implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Path UNPACKED = Path.of("target", "prometheus", "usr", "bin");

  /// Longer than it takes until a scrape has changed what fires.
  private static final Duration SETTLED = Duration.ofSeconds(2);

  /// A program of Prometheus: the machine's, or the one that the launcher has unpacked.
  static Path program(String name) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)).map(Path::of),
            Stream.of(UNPACKED))
        .map(dir -> dir.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not here: ./keelson test fetches it"));
  }

  /// @param rules the text of a rules file
  /// @param instances the ports to scrape, by the instance that alerts shall name
  static Prometheus start(Path dir, String rules, Map<String, Integer> instances) throws Exception {
    Files.writeString(dir.resolve("rules.yaml"), rules);
    Path config = Files.writeString(dir.resolve("prometheus.yaml"), config(instances));
    int port = ManagementSite.freePort();
    Path log = dir.resolve("prometheus.log");
    var prometheus =
        new Prometheus(
            new ProcessBuilder(
                    program("prometheus").toString(),
                    "--config.file=" + config,
                    "--storage.tsdb.path=" + dir.resolve("data"),
                    "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start(),
            port,
            log);
    Eventually.until(prometheus::isReady);
    return prometheus;
  }

  private static String config(Map<String, Integer> instances) {
    var config =
        new StringBuilder(
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [rules.yaml]
            scrape_configs:
              - job_name: keelson
                static_configs:
            """);
    instances.forEach((name, port) ->
        config.append(
            "      - {targets: ['127.0.0.1:" + port + "'], labels: {instance: '" + name + "'}}\n"));
    return config.toString();
  }

  private boolean isReady() throws Exception {
    if (!process.isAlive()) {
      throw new AssertionError("Prometheus ended:\n" + Files.readString(log));
    }
    try {
      return HTTP.send(request("/-/ready"), BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// Returns when this instance was scraped.
  void awaitScrape(String instance) throws Exception {
    Eventually.until(() -> !query("keelson_ready{instance='" + instance + "'}").isEmpty());
  }

  /// Returns when these alerts and no others fire for an instance, or for no instance in
  /// particular.
  void awaitFiring(String instance, Set<String> expected) throws Exception {
    try {
      Eventually.until(() -> firing(instance).equals(expected) && lasts(instance, expected));
    } catch (AssertionError e) {
      throw new AssertionError(firing(instance) + " fire, expected were " + expected, e);
    }
  }

  private boolean lasts(String instance, Set<String> expected) throws Exception {
    Thread.sleep(SETTLED);
    return firing(instance).equals(expected);
  }

  private Set<String> firing(String instance) throws Exception {
    return answer("/api/v1/alerts")
        .get("alerts")
        .valueStream()
        .filter(alert -> alert.get("state").asString().equals("firing"))
        .map(alert -> alert.get("labels"))
        .filter(labels -> labels.path("instance").asString(instance).equals(instance))
        .map(labels -> labels.get("alertname").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The samples that an expression has now.
  JsonNode query(String expression) throws Exception {
    return answer("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8)).get("result");
  }

  private JsonNode answer(String path) throws Exception {
    String body = HTTP.send(request(path), BodyHandlers.ofString()).body();
    JsonNode answer = JsonMapper.shared().readTree(body);
    if (!answer.path("status").asString("").equals("success")) {
      throw new AssertionError(path + ": " + body);
    }
    return answer.get("data");
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
