package dev.keelson.host;

import dev.keelson.kms.v2.KeyManagementServiceGrpc.KeyManagementServiceImplBase;
import dev.keelson.kms.v2.StatusRequest;
import dev.keelson.kms.v2.StatusResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/// Something to serve, and how a socket's file looks.
final class Sockets {
  private Sockets() {}

  /// A service whose Status tells a name.
  static KeyManagementServiceImplBase named(String name) {
    return new KeyManagementServiceImplBase() {
      @Override
      public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
        answer.onNext(StatusResponse.newBuilder().setKeyId(name).build());
        answer.onCompleted();
      }
    };
  }

  static List<String> in(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  static PosixFileAttributes look(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// Of every Debian, and no file gets it by itself; only root may give it.
  static String aGroup() {
    return "daemon";
  }
}
