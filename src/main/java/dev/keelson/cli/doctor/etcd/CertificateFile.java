package dev.keelson.cli.doctor.etcd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The certificates of a PEM file, in its order; a private key that lies beside them is stepped
/// over and never becomes a `String`.
final class CertificateFile {
  private static final byte[] BEGIN = "-----BEGIN CERTIFICATE-----".getBytes(ISO_8859_1);
  private static final byte[] END = "-----END CERTIFICATE-----".getBytes(ISO_8859_1);

  private CertificateFile() {}

  static List<X509Certificate> read(Path file) throws CertificateFileException {
    byte[] bytes = bytes(file);
    try {
      List<X509Certificate> certificates = parsed(bytes);
      if (certificates.isEmpty()) {
        throw new CertificateFileException("it has no certificate");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new CertificateFileException("it has a damaged certificate: " + e.getMessage());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static byte[] bytes(Path file) throws CertificateFileException {
    try {
      return SmallFile.bytes(file);
    } catch (IOException e) {
      throw new CertificateFileException("it cannot be read: " + e);
    }
  }

  private static List<X509Certificate> parsed(byte[] bytes) throws CertificateException {
    var factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    int begin = indexOf(bytes, BEGIN, 0);
    while (begin >= 0) {
      int end = indexOf(bytes, END, begin);
      if (end < 0) {
        throw new CertificateException("it has no end");
      }
      var block = new ByteArrayInputStream(bytes, begin, end + END.length - begin);
      certificates.add((X509Certificate) factory.generateCertificate(block));
      begin = indexOf(bytes, BEGIN, end);
    }
    return certificates;
  }

  private static int indexOf(byte[] in, byte[] what, int from) {
    for (int i = from; i <= in.length - what.length; i++) {
      if (Arrays.mismatch(in, i, i + what.length, what, 0, what.length) < 0) {
        return i;
      }
    }
    return -1;
  }
}
