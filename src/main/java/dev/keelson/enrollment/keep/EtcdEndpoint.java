package dev.keelson.enrollment.keep;

import java.net.URI;

/// One etcd member's client address, as etcd and kube-apiserver write it: `https://host:port`.
public record EtcdEndpoint(String host, int port) {
  /// etcd's own default.
  private static final int CLIENT_PORT = 2379;

  /// Reads it.
  ///
  /// @throws IllegalArgumentException when it is none, or not over TLS
  public static EtcdEndpoint parse(String text) {
    URI uri = URI.create(text);
    boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null || !bare) {
      throw new IllegalArgumentException(
          "an etcd is https://host:port: '"
              + text
              + "' is not; without TLS nobody asks for a"
              + " certificate");
    }
    return new EtcdEndpoint(uri.getHost(), uri.getPort() < 0 ? CLIENT_PORT : uri.getPort());
  }

  String authority() {
    return host + ":" + port;
  }

  @Override
  public String toString() {
    return "https://" + authority();
  }
}
