package dev.keelson.cli.tpm;

import dev.keelson.cli.RefusedException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/// The public half of the key that approves duplications: ECDSA on P-256.
record Authority(ECPublicKey key) {
  /// Its `TPM2B_PUBLIC` must never change: its name is in the policy of every key.
  private static final int ATTRIBUTES = PublicArea.USER_WITH_AUTH | PublicArea.SIGN;

  private static final short NONE = 0x0010;
  private static final short P256 = 0x0003;
  private static final int COORDINATE_BYTES = 32;
  private static final int P256_BITS = 256;

  /// The signature that a TPM verifies, with r and s of fixed length (IEEE P1363), not in DER.
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  /// From the PEM that `openssl pkey -pubout` writes.
  static Authority read(Path file) throws RefusedException {
    byte[] der = Pem.read(file, "PUBLIC KEY");
    try {
      var key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      if (key instanceof ECPublicKey ec && isOnP256(ec)) {
        return new Authority(ec);
      }
      throw noKey(file);
    } catch (InvalidKeySpecException _) {
      throw noKey(file);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has EC", e);
    }
  }

  private static boolean isOnP256(ECPublicKey key) {
    return key.getParams().toString().contains("secp256r1")
        && key.getParams().getOrder().bitLength() == P256_BITS;
  }

  private static RefusedException noKey(Path file) {
    return new RefusedException(
        file + " is no public key on P-256",
        "make it by: openssl pkey -in authority.pem -pubout -out authority.pub");
  }

  /// As a TPM has it, by which name the policies know it.
  PublicArea area() {
    byte[] x = coordinate(key.getW().getAffineX());
    byte[] y = coordinate(key.getW().getAffineY());
    return PublicArea.of(
        ByteBuffer.allocate(22 + x.length + y.length)
            .putShort((short) PublicArea.ECC)
            .putShort((short) PublicArea.SHA256)
            .putInt(ATTRIBUTES)
            .putShort((short) 0) // no policy
            .putShort(NONE) // symmetric
            .putShort(NONE) // scheme
            .putShort(P256)
            .putShort(NONE) // key derivation
            .putShort((short) x.length)
            .put(x)
            .putShort((short) y.length)
            .put(y)
            .array());
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[COORDINATE_BYTES];
    int length = Math.min(bytes.length, COORDINATE_BYTES);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
    return fixed;
  }

  /// @param signature r and s, of 32 bytes each
  boolean signed(byte[] message, byte[] signature) {
    try {
      var verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  static Signature signer() throws GeneralSecurityException {
    return Signature.getInstance(ALGORITHM);
  }

  /// A `TPMT_SIGNATURE` (Part 2 §11.3.4) in hexadecimal.
  static String tpmSignature(byte[] signature) {
    return "0018000b"
        + Hex.sized(Arrays.copyOf(signature, COORDINATE_BYTES))
        + Hex.sized(Arrays.copyOfRange(signature, COORDINATE_BYTES, 2 * COORDINATE_BYTES));
  }
}
