package dev.keelson.host;

import java.nio.file.Path;

/// A server that knows its callers' processes, in a process of its own, until its input ends.
final class KnowingServer {
  private KnowingServer() {}

  public static void main(String[] arguments) throws Exception {
    var settings = SocketSettings.privateAt(new UnixAddress.File(Path.of(arguments[0])));
    try (var _ = UnixServer.start(settings.knowingProcesses("a"), Sockets.named("a"))) {
      System.out.println("serves");
      while (System.in.read() >= 0) {
        // Nobody says anything.
      }
    }
  }
}
