package dev.keelson.e2e;

import dev.keelson.Daemon;
import dev.keelson.Eventually;
import dev.keelson.faults.FaultEngine;
import dev.keelson.token.SoftHsm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/// A site whose token can fail, with its management endpoints on a port of its own.
record ManagementSite(Site site, FaultEngine engine, int port) implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static ManagementSite in(Path dir) throws Exception {
    var site = Site.in(dir);
    return new ManagementSite(site, FaultEngine.over(SoftHsm.in(dir)), freePort());
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String yaml() {
    return yaml("\"127.0.0.1:" + port + "\"");
  }

  String yaml(String address) {
    return site.yaml()
        .replace(SoftHsm.LIBRARY.toString(), engine.library().toString())
        .replace("address: off", "address: " + address);
  }

  /// A daemon whose endpoints answer.
  Daemon start() throws Exception {
    Daemon daemon = site.start(yaml());
    Eventually.until(() -> answers("/livez"));
    return daemon;
  }

  boolean answers(String path) throws InterruptedException {
    try {
      return get(path).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  PrometheusText metrics() throws IOException, InterruptedException {
    return PrometheusText.parse(get("/metrics").body());
  }

  @Override
  public void close() {
    engine.close();
  }
}
