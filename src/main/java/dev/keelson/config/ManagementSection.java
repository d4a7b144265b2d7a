package dev.keelson.config;

import dev.keelson.console.ManagementAddress;

/// `management`: where the daemon tells how it is.
final class ManagementSection {
  static final Keys KEYS = Keys.of("address");

  private static final Kind<ManagementAddress> ADDRESS =
      new Kind<>(
          "an address of this host",
          "write \"127.0.0.1:9911\", unix:///run/keelson/management.sock, or off; for another host"
              + " let an agent or a proxy on this one ask",
          ManagementAddress::parse);

  private ManagementSection() {}

  static ManagementAddress read(Section management) {
    return management.optional("address", ADDRESS).orElse(ManagementAddress.DEFAULT);
  }
}
