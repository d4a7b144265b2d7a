package dev.keelson.faults;

import com.google.protobuf.ByteString;
import dev.keelson.e2e.Caller;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixUnreachableException;
import dev.keelson.kms.v2.EncryptRequest;
import dev.keelson.kms.v2.KeyManagementServiceGrpc;
import java.util.concurrent.TimeUnit;

/// Many calls at once, whose answers nobody waits for.
final class Flood {
  private Flood() {}

  static void of(UnixAddress address, int calls) throws UnixUnreachableException {
    try (var caller = Caller.at(address)) {
      var stub =
          KeyManagementServiceGrpc.newFutureStub(caller.channel())
              .withDeadlineAfter(5, TimeUnit.SECONDS);
      var request =
          EncryptRequest.newBuilder().setPlaintext(ByteString.copyFrom(new byte[900])).build();
      for (int i = 0; i < calls; i++) {
        var _ = stub.encrypt(request);
      }
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(3_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
