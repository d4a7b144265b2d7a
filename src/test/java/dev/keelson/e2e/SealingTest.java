package dev.keelson.e2e;

import static dev.keelson.e2e.Caller.opening;
import static dev.keelson.e2e.Caller.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keelson.Daemon;
import dev.keelson.envelope.Envelope;
import dev.keelson.kms.Contract;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.kms.v2.KeyManagementServiceGrpc;
import dev.keelson.kms.v2.StatusRequest;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kms")
@Timeout(60)
class SealingTest {
  private static final int LARGEST = Envelope.maxPlaintext(Device.underTest().suite());

  @TempDir private static Path dir;
  private static Daemon daemon;
  private static Caller caller;

  @BeforeAll
  static void serve() throws Exception {
    var site = Site.in(dir);
    daemon = site.start();
    caller = Caller.at(site.address());
  }

  @AfterAll
  static void stop() {
    caller.close();
    daemon.close();
  }

  static List<Integer> badLengths() {
    return List.of(0, LARGEST + 1, 60 * 1024);
  }

  static List<Integer> goodLengths() {
    return List.of(1, Contract.SEED_BYTES, 64, LARGEST);
  }

  @ParameterizedTest
  @MethodSource("goodLengths")
  void opensWhatItSealedWithinTheLimitsOfTheContract(int length) {
    byte[] seed = Seeds.ofLength(length);
    EncryptResponse sealed = caller.seal(seed);
    assertThat(caller.open(sealed)).isEqualTo(seed);
    assertThat(sealed.getKeyId()).isEqualTo(daemon.activeKek().toString());
    assertThat(Contract.faultOfCiphertext(sealed.getCiphertext())).isEmpty();
    assertThat(Contract.faultOfKeyId(sealed.getKeyId())).isEmpty();
  }

  @Test
  void fillsTheLimitWithTheLargestPlaintext() {
    assertThat(caller.seal(Seeds.ofLength(LARGEST)).getCiphertext().size())
        .isEqualTo(Contract.MAX_CIPHERTEXT_BYTES);
  }

  @Test
  void neverSealsOneSeedTwiceTheSameWay() {
    Set<ByteString> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      seen.add(caller.seal(Seeds.marked(1)).getCiphertext());
    }
    assertThat(seen).hasSize(50);
  }

  @Test
  void tellsStatusAndEncryptTheSameKeyId() {
    var status = caller.status();
    assertThat(status.getHealthz()).isEqualTo(Contract.HEALTHY);
    assertThat(status.getVersion()).isEqualTo(Contract.VERSION);
    assertThat(status.getKeyId()).isEqualTo(caller.seal(Seeds.marked(1)).getKeyId());
  }

  @Nested
  class Refuses {
    @ParameterizedTest
    @MethodSource("dev.keelson.e2e.SealingTest#badLengths")
    void aPlaintextThatIsEmptyOrTooLargeAndNamesTheLimit(int length) {
      Status refused = refusal(() -> caller.seal(Seeds.ofLength(length)));
      assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.getDescription()).contains("1 to " + LARGEST, "has " + length);
    }

    @Test
    void aMessageBeyond64KiBAndLives() {
      Status refused = refusal(() -> caller.seal(Seeds.ofLength(64 * 1024)));
      assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refusal(() -> caller.seal(Seeds.ofLength(4 * 1024 * 1024))).getCode())
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(caller.open(caller.seal(Seeds.marked(2)))).isEqualTo(Seeds.marked(2));
    }

    @Test
    void aMethodThatTheContractDoesNotHave() {
      var rotate =
          KeyManagementServiceGrpc.getStatusMethod().toBuilder()
              .setFullMethodName("v2.KeyManagementService/Rotate")
              .build();
      Status refused =
          refusal(() ->
              ClientCalls.blockingUnaryCall(
                  caller.stub().getChannel(),
                  rotate,
                  caller.stub().getCallOptions(),
                  StatusRequest.getDefaultInstance()));
      assertThat(refused.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kms", "Upper.example", "a/b.example", "a_b.example", ""})
    void annotationsWhoseKeyIsNoDomainName(String key) {
      var request = opening(caller.seal(Seeds.marked(3))).putAnnotations(key, ByteString.EMPTY);
      assertThat(refusal(() -> caller.open(request.build())).getCode())
          .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void annotationsBeyond32KiB() {
      var request =
          opening(caller.seal(Seeds.marked(3)))
              .putAnnotations("a.example", ByteString.copyFrom(new byte[32 * 1024 - 8]));
      Status refused = refusal(() -> caller.open(request.build()));
      assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.getDescription()).contains("32768");
    }

    @Test
    void anAnnotationKeyOfAnyLengthInOneShortSentence() {
      var request =
          opening(caller.seal(Seeds.marked(3)))
              .putAnnotations("K".repeat(20_000), ByteString.EMPTY);
      Status refused = refusal(() -> caller.open(request.build()));
      assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.getDescription()).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "prod", "prod/1/0000000000000000", "prod/2/", "PROD/1"})
    void aKeyIdThatNamesNoKey(String keyId) {
      var request = opening(caller.seal(Seeds.marked(4))).setKeyId(keyId).build();
      assertThat(refusal(() -> caller.open(request)).getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }
  }

  @Test
  void tellsAForgerNothingOfWhatItFoundChanged() {
    EncryptResponse sealed = caller.seal(Seeds.marked(5));
    Set<String> answers = new HashSet<>();
    for (ByteString changed : changes(sealed.getCiphertext())) {
      Status refused = refusal(() -> caller.open(opening(sealed).setCiphertext(changed).build()));
      answers.add(refused.getCode() + ": " + refused.getDescription());
    }
    assertThat(answers)
        .containsExactly(
            "INVALID_ARGUMENT: the ciphertext does not belong to this key_id, or was changed");
    assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(5));
  }

  /// Each byte changed, in its lowest bit and wholly; and shorter and longer ones.
  private static List<ByteString> changes(ByteString good) {
    List<ByteString> changes = new ArrayList<>();
    for (int i = 0; i < good.size(); i++) {
      for (int mask : new int[] {0x01, 0xff}) {
        byte[] bytes = good.toByteArray();
        bytes[i] ^= (byte) mask;
        changes.add(ByteString.copyFrom(bytes));
      }
    }
    changes.add(ByteString.EMPTY);
    changes.add(good.substring(0, 1));
    changes.add(good.substring(0, good.size() - 1));
    changes.add(good.concat(ByteString.copyFrom(new byte[1])));
    changes.add(good.concat(ByteString.copyFrom(new byte[2_000])));
    return changes;
  }
}
