package dev.keelson.enrollment.keep;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows its pair to every server that asks. The JDK's own shows none to a server whose CAs it does
/// not know, and the server would then complain of a missing certificate, not of a wrong one.
final class OnePairKeyManager extends X509ExtendedKeyManager {
  private static final String ALIAS = "pair";

  private final Pair pair;
  private volatile boolean asked;

  OnePairKeyManager(Pair pair) {
    this.pair = pair;
  }

  /// Whether a server has asked for a certificate, as etcd does with --client-cert-auth.
  boolean wasAsked() {
    return asked;
  }

  @Override
  public String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    asked = true;
    return ALIAS;
  }

  @Override
  public String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    asked = true;
    return ALIAS;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return pair.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return pair.key();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
