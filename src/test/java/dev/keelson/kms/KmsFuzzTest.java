package dev.keelson.kms;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.keelson.kms.v2.DecryptRequest;
import dev.keelson.kms.v2.DecryptResponse;
import dev.keelson.kms.v2.EncryptRequest;
import dev.keelson.kms.v2.EncryptResponse;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;

/// Whatever message arrives, each call has one answer, and a refusal is one of the documented ones,
/// in words of which none is the caller's but the name of a bad annotation.
///
/// The same bytes are read as both requests: their first fields have the same numbers and types.
class KmsFuzzTest {
  private static final Map<Status.Code, List<Pattern>> DOCUMENTED =
      Map.of(
          Status.Code.INVALID_ARGUMENT,
          List.of(
              Pattern.compile("a plaintext has 1 to 991 bytes, this one has [0-9]+"),
              Pattern.compile("the ciphertext does not belong to this key_id, or was changed"),
              Pattern.compile("annotation key '[ !#-~]{0,67}' is not a domain name like .*"),
              Pattern.compile("annotations have [0-9]+ bytes, more than 32768")),
          Status.Code.NOT_FOUND,
          List.of(Pattern.compile("no key of this keyring has this key_id")));

  private static final KmsService SERVICE =
      new KmsService(FakeKek.keyringOver(() -> {}), Door.GOOD, Door.UNRECORDED);

  @AfterAll
  static void stop() {
    SERVICE.close();
  }

  @FuzzTest
  void everyCallHasOneDocumentedAnswer(byte[] message) throws InterruptedException {
    try {
      encrypt(EncryptRequest.parseFrom(message));
    } catch (InvalidProtocolBufferException _) {
      // refused by gRPC before it reaches us
    }
    try {
      decrypt(DecryptRequest.parseFrom(message));
    } catch (InvalidProtocolBufferException _) {
      // as above
    }
  }

  private static void encrypt(EncryptRequest request) throws InterruptedException {
    var answer = new RecordedAnswer<EncryptResponse>();
    SERVICE.encrypt(request, answer);
    Status status = answer.status();
    if (!status.isOk()) {
      assertDocumented(status);
      return;
    }
    EncryptResponse sealed = answer.message();
    assertThat(Contract.faultOfKeyId(sealed.getKeyId())).isEmpty();
    assertThat(Contract.faultOfCiphertext(sealed.getCiphertext())).isEmpty();
    assertThat(Contract.faultOfAnnotations(sealed.getAnnotationsMap())).isEmpty();
    assertThat(opened(sealed).getPlaintext()).isEqualTo(request.getPlaintext());
  }

  private static DecryptResponse opened(EncryptResponse sealed) throws InterruptedException {
    var answer = new RecordedAnswer<DecryptResponse>();
    SERVICE.decrypt(
        DecryptRequest.newBuilder()
            .setKeyId(sealed.getKeyId())
            .setCiphertext(sealed.getCiphertext())
            .build(),
        answer);
    assertThat(answer.status().isOk()).isTrue();
    return answer.message();
  }

  private static void decrypt(DecryptRequest request) throws InterruptedException {
    var answer = new RecordedAnswer<DecryptResponse>();
    SERVICE.decrypt(request, answer);
    Status status = answer.status();
    if (status.isOk()) {
      assertThat(answer.message().getPlaintext().isEmpty()).isFalse();
    } else {
      assertDocumented(status);
    }
  }

  private static void assertDocumented(Status status) {
    String description = String.valueOf(status.getDescription());
    assertThat(DOCUMENTED.getOrDefault(status.getCode(), List.of()))
        .as("%s", status)
        .anyMatch(documented -> documented.matcher(description).matches());
  }
}
