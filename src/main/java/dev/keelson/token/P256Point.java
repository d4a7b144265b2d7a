package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Cka;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Public keys on P-256 as a token tells of them: an uncompressed point in a DER `OCTET STRING`
/// (PKCS#11 v2.40 mechanisms, §2.3.3), which some vendors leave out.
final class P256Point {
  /// `CKA_EC_PARAMS`: the curve's OID, `secp256r1` (RFC 5480 §2.1.1.1), in DER.
  static final byte[] PARAMS = HexFormat.of().parseHex("06082a8648ce3d030107");

  /// A `SubjectPublicKeyInfo` (RFC 5480 §2) of P-256, up to the point.
  private static final byte[] INFO =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  /// Tag and length in front of the point.
  private static final int HEADER_BYTES = 2;

  private static final byte OCTET_STRING = 0x04;
  private static final int POINT_BYTES = 65;

  private P256Point() {}

  /// Empty when the token tells no point of that curve.
  static Optional<PublicKey> publicKey(Attributes key) {
    return key.bytes(Cka.CKA_EC_POINT).map(P256Point::bare).flatMap(P256Point::decoded);
  }

  private static byte[] bare(byte[] point) {
    boolean wrapped =
        point.length == HEADER_BYTES + POINT_BYTES
            && point[0] == OCTET_STRING
            && point[1] == POINT_BYTES;
    return wrapped ? Arrays.copyOfRange(point, HEADER_BYTES, point.length) : point;
  }

  private static Optional<PublicKey> decoded(byte[] point) {
    if (point.length != POINT_BYTES) {
      return Optional.empty();
    }
    byte[] info = ByteBuffer.allocate(INFO.length + POINT_BYTES).put(INFO).put(point).array();
    try {
      return Optional.of(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info)));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }
}
