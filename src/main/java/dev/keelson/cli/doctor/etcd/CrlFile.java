package dev.keelson.cli.doctor.etcd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.Arrays;

/// A revocation list as etcd reads it: one, whole, and in the form that its version knows.
///
/// @param form which decides whether an etcd can read it
record CrlFile(X509CRL list, Form form) {
  private static final byte[] PEM = "-----BEGIN X509 CRL".getBytes(ISO_8859_1);
  private static final int SEQUENCE = 0x30;

  /// How it is written.
  enum Form {
    DER,
    PEM
  }

  static CrlFile read(Path file) throws CertificateFileException {
    byte[] bytes = bytes(file);
    Form form = Arrays.mismatch(bytes, PEM) == PEM.length ? Form.PEM : Form.DER;
    if (bytes.length == 0) {
      throw new CertificateFileException("it is empty");
    }
    if (form == Form.DER && bytes.length != derLength(bytes)) {
      throw new CertificateFileException("it is cut off, or has something behind the list");
    }
    try {
      var in = new ByteArrayInputStream(bytes);
      return new CrlFile((X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in), form);
    } catch (CertificateException | CRLException e) {
      throw new CertificateFileException("it is no revocation list: " + e.getMessage());
    }
  }

  private static byte[] bytes(Path file) throws CertificateFileException {
    try {
      return SmallFile.bytes(file);
    } catch (IOException e) {
      throw new CertificateFileException("it cannot be read: " + e);
    }
  }

  /// As the outermost header has it (X.690 §8.1.3); -1 when there is none.
  private static long derLength(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != SEQUENCE) {
      return -1;
    }
    int first = bytes[1] & 0xff;
    if (first < 0x80) {
      return 2L + first;
    }
    int octets = first & 0x7f;
    if (octets > 4 || bytes.length < 2 + octets) {
      return -1;
    }
    long length = 0;
    for (int i = 0; i < octets; i++) {
      length = length << 8 | (bytes[2 + i] & 0xff);
    }
    return 2L + octets + length;
  }
}
