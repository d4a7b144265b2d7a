package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerCheckpointTest {
  @TempDir private Path dir;

  public static String pem(PublicKey key) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  private static KeyPair pair(String algorithm) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(256);
    }
    return generator.generateKeyPair();
  }

  /// Signs with a pair that need not be the one it tells of.
  static CheckpointSigner signer(String algorithm, KeyPair pair, PublicKey told) {
    return note -> {
      try {
        var signature = Signature.getInstance(algorithm);
        signature.initSign(pair.getPrivate());
        signature.update(note);
        return new CheckpointSigner.Signature(new NoteKey(told), signature.sign());
      } catch (GeneralSecurityException | MalformedNoteException e) {
        throw new UnsignedException("no signature", "none", e);
      }
    };
  }

  static CheckpointSigner signer(String algorithm, KeyPair pair) {
    return signer(algorithm, pair, pair.getPublic());
  }

  private Verification verify(NoteKey key, Path... kept) throws LedgerException {
    return new LedgerVerifier(
            LedgerFixture.settings(dir).dir(), List.of(key), List.of(kept), LedgerProgress.NONE)
        .verify(LedgerVerifier.Range.ALL);
  }

  /// Three entries, a checkpoint, one more entry and another checkpoint.
  private void write(CheckpointSigner signer) throws Exception {
    try (var ledger = FileLedger.open(LedgerFixture.settings(dir), LedgerFixture.CLOCK);
        var checkpointer =
            new Checkpointer(ledger, new Origin("prod"), CheckpointSettings.DEFAULT, signer)) {
      LedgerWriter writer = ledger.writer(LedgerWriter.Mode.REQUIRE);
      for (int i = 0; i < 3; i++) {
        writer.record(LedgerFixture.encrypt(i));
      }
      checkpointer.checkpoint();
      checkpointer.checkpoint(); // nothing is new
      writer.record(LedgerFixture.rotate());
      checkpointer.checkpoint();
    }
  }

  @ParameterizedTest
  @CsvSource({"Ed25519, Ed25519", "EC, SHA256withECDSA"})
  void isAnEntryAndAFileThatThePublicKeyVerifies(String kind, String algorithm) throws Exception {
    KeyPair pair = pair(kind);
    var key = NoteKey.ofPem(new NoteKey(pair.getPublic()).pem());
    write(signer(algorithm, pair));
    Verification found = verify(key);
    assertThat(found.violations()).isEmpty();
    assertThat(found.last()).isEqualTo(6);
    assertThat(found.checkpoints()).isEqualTo(3);
    assertThat(found.signatures()).isEqualTo(3);
    assertThat(Files.readString(LedgerFixture.settings(dir).dir().resolve("checkpoint")))
        .startsWith("keelson-ledger/prod\n5\n")
        .contains("\n\n— keelson-ledger/prod ");
  }

  @Test
  void ofAnotherKeyIsAViolation() throws Exception {
    KeyPair pair = pair("Ed25519");
    write(signer("Ed25519", pair));
    assertThat(verify(new NoteKey(pair("EC").getPublic())).violations())
        .hasSize(3)
        .allMatch(found -> found.what().contains("no good signature"));
  }

  @Test
  void thatWasKeptFindsARolledBackTail() throws Exception {
    KeyPair pair = pair("Ed25519");
    var key = new NoteKey(pair.getPublic());
    write(signer("Ed25519", pair));
    Path ledger = LedgerFixture.settings(dir).dir();
    Path kept = Files.copy(ledger.resolve("checkpoint"), dir.resolve("kept"));
    Files.delete(ledger.resolve("checkpoint"));
    LedgerFixture.edit(LedgerFixture.files(ledger).getFirst(), lines -> lines.subList(0, 4));
    assertThat(verify(key).good()).isTrue();
    assertThat(verify(key, kept).violations())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.line()).isEqualTo(4);
          assertThat(found.what()).contains("knows of 5");
        });
  }

  @Test
  void isNotMadeOfAWrongSignature() throws Exception {
    KeyPair pair = pair("Ed25519");
    PublicKey another = pair("Ed25519").getPublic();
    assertThatThrownBy(() -> write(signer("Ed25519", pair, another)))
        .isInstanceOf(UnsignedException.class);
  }

  @Test
  void isRefusedWhenItIsNone() {
    String root = "A".repeat(43) + "=";
    for (String text :
        List.of(
            "",
            "keelson-ledger/a\n1\n" + root + "\n",
            "keelson-ledger/a\n01\n" + root + "\n\n— a AAAAAAAA\n",
            "keelson-ledger/a\n1\nAA==\n\n— a AAAAAAAA\n",
            "other/a\n1\n" + root + "\n\n— a AAAAAAAA\n",
            "keelson-ledger/a\n1\n" + root + "\nmore\n\n— a AAAAAAAA\n",
            "keelson-ledger/a\n1\n" + root + "\n\n- a AAAAAAAA\n")) {
      assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(MalformedNoteException.class);
    }
  }

  /// The example of the documentation of golang.org/x/mod/sumdb/note.
  @Nested
  class ASignedNoteOfOthers {
    private static final String NAME = "PeterNeumann";
    private static final String TEXT =
        """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.
        """;
    private static final String SIGNED =
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
    private static final String KEY = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    @Test
    void verifies() throws Exception {
      byte[] raw = Base64.getDecoder().decode(KEY);
      byte[] spki =
          HexFormat.of()
              .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(raw, 1, raw.length));
      String base64 = Base64.getEncoder().encodeToString(spki);
      var key =
          NoteKey.ofPem("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
      SignedNote note = SignedNote.parse(TEXT + "\n— " + NAME + " " + SIGNED + "\n");
      byte[] bytes = note.signatures().getFirst().bytes();
      assertThat(key.id(NAME)).isEqualTo(HexFormat.of().parseHex("c74f20a3"));
      assertThat(Arrays.copyOf(bytes, 4)).isEqualTo(key.id(NAME));
      assertThat(key.verifies(note.text(), Arrays.copyOfRange(bytes, 4, bytes.length))).isTrue();
      assertThat(note.encode().getBytes(UTF_8)).hasSizeGreaterThan(TEXT.length());
    }
  }

  @Test
  void ofATokensKeyVerifies() throws Exception {
    KeyPair pair = pair("EC");
    write(note -> {
      try {
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(note);
        return CheckpointSigner.Signature.ofEcdsa(new NoteKey(pair.getPublic()), signature.sign());
      } catch (GeneralSecurityException | MalformedNoteException e) {
        throw new UnsignedException("no signature", "none", e);
      }
    });
    assertThat(verify(new NoteKey(pair.getPublic())).signatures()).isEqualTo(3);
  }

  @Nested
  class AKey {
    @Test
    void isRefusedWhenItIsNoneOfTheTwo() throws Exception {
      for (String pem : List.of("", "hello", pem(pair("RSA").getPublic()))) {
        assertThatThrownBy(() -> NoteKey.ofPem(pem)).isInstanceOf(MalformedNoteException.class);
      }
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(384);
      assertThatThrownBy(() -> new NoteKey(generator.generateKeyPair().getPublic()))
          .isInstanceOf(MalformedNoteException.class)
          .hasMessageContaining("P-256");
    }
  }
}
