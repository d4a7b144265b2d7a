package dev.keelson.cli.doctor.etcd;

/// A file is not the certificates that it should be.
final class CertificateFileException extends Exception {
  private static final long serialVersionUID = 1L;

  CertificateFileException(String what) {
    super(what);
  }
}
