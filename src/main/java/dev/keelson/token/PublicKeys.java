package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Cka;
import dev.keelson.issuer.KeyKind;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Public keys as a token tells of them. On a curve it is an uncompressed point in a DER `OCTET
/// STRING` (PKCS#11 v2.40 mechanisms, §2.3.3), which some vendors leave out.
final class PublicKeys {
  /// What has to be read of an object for it.
  static final List<Cka> READ =
      List.of(Cka.CKA_EC_POINT, Cka.CKA_MODULUS, Cka.CKA_PUBLIC_EXPONENT, Cka.CKA_ID);

  /// A curve of ours.
  ///
  /// @param params `CKA_EC_PARAMS`: its OID (RFC 5480 §2.1.1.1), in DER
  /// @param info a `SubjectPublicKeyInfo` (RFC 5480 §2) of it, up to the point
  @SuppressWarnings("ArrayRecordComponent") // constants
  private record Curve(byte[] params, byte[] info, int pointBytes) {
    static final Curve P256 =
        new Curve(
            hex("06082a8648ce3d030107"),
            hex("3059301306072a8648ce3d020106082a8648ce3d030107034200"),
            65);
    static final Curve P384 =
        new Curve(hex("06052b81040022"), hex("3076301006072a8648ce3d020106052b81040022036200"), 97);

    static Curve of(KeyKind kind) {
      return switch (kind) {
        case EC_P256 -> P256;
        case EC_P384 -> P384;
        case RSA_3072, RSA_4096 -> throw new IllegalArgumentException(kind + " has no curve");
      };
    }

    private static byte[] hex(String digits) {
      return HexFormat.of().parseHex(digits);
    }
  }

  /// Tag and length in front of the point.
  private static final int HEADER_BYTES = 2;

  private static final byte OCTET_STRING = 0x04;

  private PublicKeys() {}

  /// `CKA_EC_PARAMS` of a kind that has a curve.
  static byte[] params(KeyKind kind) {
    return Curve.of(kind).params().clone();
  }

  /// Empty when the token tells no key of that kind.
  static Optional<PublicKey> of(KeyKind kind, Attributes key) {
    if (kind.isRsa()) {
      return key.bytes(Cka.CKA_MODULUS)
          .flatMap(modulus -> key.bytes(Cka.CKA_PUBLIC_EXPONENT).flatMap(e -> rsa(modulus, e)));
    }
    var curve = Curve.of(kind);
    return key.bytes(Cka.CKA_EC_POINT)
        .map(point -> bare(point, curve))
        .flatMap(point -> decoded(point, curve));
  }

  private static Optional<PublicKey> rsa(byte[] modulus, byte[] exponent) {
    var spec = new RSAPublicKeySpec(new BigInteger(1, modulus), new BigInteger(1, exponent));
    try {
      return Optional.of(KeyFactory.getInstance("RSA").generatePublic(spec));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  private static byte[] bare(byte[] point, Curve curve) {
    boolean wrapped =
        point.length == HEADER_BYTES + curve.pointBytes()
            && point[0] == OCTET_STRING
            && point[1] == curve.pointBytes();
    return wrapped ? Arrays.copyOfRange(point, HEADER_BYTES, point.length) : point;
  }

  private static Optional<PublicKey> decoded(byte[] point, Curve curve) {
    if (point.length != curve.pointBytes()) {
      return Optional.empty();
    }
    byte[] info =
        ByteBuffer.allocate(curve.info().length + point.length)
            .put(curve.info())
            .put(point)
            .array();
    try {
      return Optional.of(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info)));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }
}
