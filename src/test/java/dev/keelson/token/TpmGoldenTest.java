package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.envelope.Aad;
import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.GoldenEnvelope;
import dev.keelson.kek.KekId;
import dev.keelson.secret.SecretBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The golden envelopes of keys of a TPM open with a TPM, by tpm2-tools and through PKCS#11.
class TpmGoldenTest {
  @TempDir private Path dir;

  private static GoldenEnvelope golden() {
    return GoldenEnvelope.all().stream()
        .filter(one -> one.toString().equals("v1-hmac-kdf-aes-256-gcm-seed.txt"))
        .findFirst()
        .orElseThrow();
  }

  /// The recipe in the file.
  @Test
  void haveTheOneTimeKeyThatTpm2ToolsMake() throws Exception {
    var golden = golden();
    try (var tpm = SwTpm.in(dir.resolve("tpm")).withToken("keelson")) {
      tpm.reclaim();
      Path key = Files.write(dir.resolve("key.bin"), golden.key());
      Path text = Files.write(dir.resolve("text.bin"), HmacKdf.input(id(golden), golden.iv()));
      String[] files = {dir.resolve("k.pub").toString(), dir.resolve("k.priv").toString()};
      tpm.tool(
          "tpm2_import",
          "-Q",
          "-C",
          "0x81000001",
          "-G",
          "hmac",
          "-i",
          key.toString(),
          "-u",
          files[0],
          "-r",
          files[1]);
      String context = dir.resolve("k.ctx").toString();
      tpm.tool(
          "tpm2_load", "-Q", "-C", "0x81000001", "-u", files[0], "-r", files[1], "-c", context);
      String mac = tpm.tool("tpm2_hmac", "-c", context, "--hex", text.toString()).strip();
      assertOpens(golden, HexFormat.of().parseHex(mac));
    }
  }

  @Test
  void haveTheOneTimeKeyAndTheNameThatPkcs11Gives() throws Exception {
    var golden = golden();
    Path key = Files.write(dir.resolve("key.bin"), golden.key());
    try (var tpm = SwTpm.in(dir.resolve("tpm")).withToken("keelson")) {
      tpm.ptool(
          "import",
          "--label",
          "keelson",
          "--userpin",
          SoftHsm.PIN,
          "--algorithm",
          "hmac:sha256",
          "--key-label",
          "known",
          "--privkey",
          key.toString());
      tpm.reclaim();
      try (var module = Pkcs11Module.initialize(tpm.cryptoki());
          var pin = SoftHsm.pin(SoftHsm.PIN)) {
        TokenSlot slot = module.find(SoftHsm.labelled("keelson"));
        var door = new TokenDoor(module.cryptoki(), slot, SoftHsm.newGuard());
        try (var login = door.login(pin);
            var session = Session.open(module.cryptoki(), slot.slot())) {
          var finder = new KekFinder(module.cryptoki(), slot, GcmIv.DAEMON, login.session());
          long handle = finder.labelled("known").getFirst();
          Attributes told = finder.attributes(handle);
          var known = new TokenKey(handle, KekForm.of(told), GcmIv.DAEMON);
          assertThat(new Fingerprinting(module.cryptoki(), login.session()).of(known, told))
              .isEqualTo(id(golden).fingerprint());
          try (var oneTime = HmacKdf.derive(session, known, id(golden), golden.iv())) {
            assertOpens(golden, oneTime.revealBytes().clone());
          }
        }
      }
    }
  }

  private static KekId id(GoldenEnvelope golden) {
    return KekId.parse(golden.keyId()).orElseThrow();
  }

  private static void assertOpens(GoldenEnvelope golden, byte[] oneTime) throws Exception {
    Envelope envelope = Envelope.parse(golden.envelope());
    byte[] aad = Aad.of(envelope.suite(), golden.keyId());
    try (var key = new OneTimeKey(SecretBytes.takeOver(oneTime));
        var opened = key.open(envelope.sealed(), aad)) {
      assertThat(opened.revealBytes()).isEqualTo(golden.plaintext());
    }
  }
}
