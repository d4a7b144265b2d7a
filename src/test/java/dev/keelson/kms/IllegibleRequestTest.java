package dev.keelson.kms;

import static dev.keelson.e2e.Caller.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.e2e.Seeds;
import dev.keelson.kms.v2.KeyManagementServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that protobuf itself refuses, which no stub can send.
@Timeout(30)
class IllegibleRequestTest {
  private static final Marshaller<byte[]> AS_IT_IS =
      new Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
          return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
          try {
            return message.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  @ParameterizedTest
  @CsvSource({
    "Encrypt, 0affffffff0f", // a negative length
    "Encrypt, 0a20", // ends within its plaintext
    "Encrypt, 1201ff", // a uid that is not UTF-8
    "Decrypt, 0a20",
    "Decrypt, 2203120161ff", // an annotation that does not end
    "Status, 0f", // a wire type that is none
  })
  void areRefusedAsSuchAndHarmNobody(String method, String hex) throws Exception {
    try (var door = Door.to(FakeKek.keyringOver(() -> {}), Door.GOOD)) {
      Status refused = refusal(() -> send(door, method, HexFormat.of().parseHex(hex)));
      assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.getDescription()).isEqualTo("the request is no message of this service");
      assertThat(door.caller().open(door.caller().seal(Seeds.marked(1))))
          .isEqualTo(Seeds.marked(1));
    }
  }

  private static void send(Door door, String method, byte[] message) {
    String name =
        MethodDescriptor.generateFullMethodName(KeyManagementServiceGrpc.SERVICE_NAME, method);
    var descriptor =
        MethodDescriptor.newBuilder(AS_IT_IS, AS_IT_IS)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(name)
            .build();
    var _ =
        ClientCalls.blockingUnaryCall(
            door.caller().channel(), descriptor, CallOptions.DEFAULT, message);
  }
}
