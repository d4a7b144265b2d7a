package dev.keelson.kms;

import dev.keelson.e2e.Caller;
import dev.keelson.health.Health;
import dev.keelson.health.Verdict;
import dev.keelson.host.SocketSettings;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixServer;
import dev.keelson.kek.Keyring;
import dev.keelson.ledger.Peer;
import java.util.concurrent.atomic.AtomicInteger;

/// The service on a socket, and one caller.
record Door(KmsService service, UnixServer server, Caller caller) implements AutoCloseable {
  static final Health GOOD = Verdict.Good::new;
  static final Records UNRECORDED = new Records(_ -> {}, _ -> {}, () -> Peer.NONE);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  static Door to(Keyring keyring, Health health) throws Exception {
    var address =
        new UnixAddress.Abstract(
            "keelson-kms-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet());
    var service = new KmsService(keyring, health, UNRECORDED);
    var server = UnixServer.start(SocketSettings.privateAt(address), service);
    return new Door(service, server, Caller.at(address));
  }

  @Override
  public void close() {
    caller.close();
    server.close();
    service.close();
  }
}
