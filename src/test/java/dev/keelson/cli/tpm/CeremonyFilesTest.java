package dev.keelson.cli.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cli.RefusedException;
import dev.keelson.kek.KeyringName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one host believes of a file from another.
class CeremonyFilesTest {
  private static final KeyringName PROD = new KeyringName("prod");

  /// Of a storage parent on P-256; `tpm2_createprimary -C o -G ecc`, and zeros for its point.
  private static final String PARENT =
      "005a0023000b000300720000000600800043001000030010" + ("0020" + "00".repeat(32)).repeat(2);

  @TempDir private Path dir;

  private static KeyPair pair() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static Authority authority(KeyPair pair) {
    return new Authority((ECPublicKey) pair.getPublic());
  }

  private static Approval approval(KeyPair pair) throws Exception {
    var parent = new PublicArea(PARENT);
    byte[] signed = new AuthorityKey(pair.getPrivate()).sign(Policy.toSign(parent, PROD));
    return Approval.of(PROD, parent, signed);
  }

  @Test
  void anApprovalHoldsForItsParentAndItsKeyringOnly() throws Exception {
    KeyPair pair = pair();
    Approval good = approval(pair);
    assertThat(good.isOf(authority(pair))).isTrue();
    assertThat(good.isOf(authority(pair()))).isFalse();
    String other = PARENT.substring(0, PARENT.length() - 2) + "01";
    assertThat(new Approval(good.format(), "prod", other, good.signature()).isOf(authority(pair)))
        .isFalse();
    assertThat(new Approval(good.format(), "test", PARENT, good.signature()).isOf(authority(pair)))
        .isFalse();
  }

  @Test
  void aKeyIsTheAuthoritysOnlyWithTheWholeTemplate() throws Exception {
    PublicArea authority = authority(pair()).area();
    String template = HmacKey.template(authority, PROD).hex();
    String whole = "0050" + template.substring(4, template.length() - 4) + "0020" + "5a".repeat(32);
    assertThat(HmacKey.isOne(new PublicArea(whole), authority, PROD)).isTrue();
    for (int at = 4; at < 2 * 50; at++) {
      char other = whole.charAt(at) == '0' ? '1' : '0';
      String bent = whole.substring(0, at) + other + whole.substring(at + 1);
      assertThat(takes(bent, authority)).as("changed at %s: %s", at, bent).isFalse();
    }
    assertThat(HmacKey.isOne(new PublicArea(whole), authority, new KeyringName("test"))).isFalse();
  }

  private static boolean takes(String hex, PublicArea authority) {
    try {
      return HmacKey.isOne(new PublicArea(hex), authority, PROD);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  @Test
  void aParentIsOneThatCannotLeaveItsTpm() {
    assertThat(ParentFile.of(new PublicArea(PARENT)).area().name()).startsWith("000b").hasSize(68);
    for (String attributes : new String[] {"00030070", "00030062", "00020072", "00010072"}) {
      String other = PARENT.replace("00030072", attributes);
      assertThatThrownBy(() -> ParentFile.of(new PublicArea(other)))
          .hasMessageContaining("not the storage parent");
    }
  }

  @Test
  void aFileIsWrittenOnceAndForItsOwnerOnly() throws Exception {
    Path file = dir.resolve("b.approval");
    Approval approval = approval(pair());
    Exchange.write(file, approval);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Exchange.read(file, Approval.class, "approve")).isEqualTo(approval);
    assertThatThrownBy(() -> Exchange.write(file, approval)).hasMessageContaining("there already");
    try (var files = Files.list(dir)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws Exception {
    Path file = dir.resolve("file");
    Exchange.write(file, approval(pair()));
    assertRefused(file, ParentFile.class);
    assertRefused(file, KeyFile.class);
    for (String text : new String[] {"", "{}", "[]", "null", "{\"format\":1}", "x".repeat(70000)}) {
      Files.writeString(file, text);
      assertRefused(file, Approval.class);
    }
  }

  private static void assertRefused(Path file, Class<? extends Record> kind) {
    assertThatThrownBy(() -> Exchange.read(file, kind, "it"))
        .as("%s of %s", kind, file)
        .isInstanceOf(RefusedException.class);
  }
}
