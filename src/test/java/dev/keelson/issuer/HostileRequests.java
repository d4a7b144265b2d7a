package dev.keelson.issuer;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/// A thousand requests that must be refused; the same ones in every run, but for the authority's
/// key.
public final class HostileRequests {
  private static final int COUNT = 1_000;
  private static final long SEED = 8;

  private HostileRequests() {}

  /// Makes them; it takes some seconds.
  ///
  /// @param authority the public key of the CA, which nobody may have certified
  public static List<HostileRequest> against(PublicKey authority) throws Exception {
    var forge = new Forge(SEED);
    KeyPair ec = forge.ec("P-256");
    KeyPair rsa = forge.pair("RSA", new RSAKeyGenParameterSpec(3_072, RSAKeyGenParameterSpec.F4));
    var bytes =
        new HostileBytes(
            forge,
            List.of(forge.honest(ec, "SHA256withECDSA"), forge.honest(rsa, "SHA256withRSA")));
    Map<Object, HostileRequest> found = new LinkedHashMap<>();
    HostileRsa.of(forge, rsa).forEach(one -> found.put(one.der(), one));
    HostileCurves.of(forge, authority).forEach(one -> found.put(one.der(), one));
    HostileProofs.of(forge, ec).forEach(one -> found.put(one.der(), one));
    bytes.all().stream().filter(one -> !isProven(one)).forEach(one -> found.put(one.der(), one));
    while (found.size() < COUNT) {
      HostileRequest one = bytes.damaged();
      if (!isProven(one)) {
        found.put(one.der(), one);
      }
    }
    return List.copyOf(found.values());
  }

  /// A request for the authority's own key, by whoever has it.
  public static HostileRequest ofAuthority(KeyPair authority, String algorithm) throws Exception {
    return HostileRequest.of(
        "the authority's key, with its proof", new Forge(SEED).honest(authority, algorithm));
  }

  /// Damage may leave the proof whole, where BER has two ways to write the same.
  private static boolean isProven(HostileRequest one) {
    try {
      var request = new PKCS10CertificationRequest(one.der().toByteArray());
      return request.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()));
    } catch (Exception | StackOverflowError e) {
      return false;
    }
  }
}
