package dev.keelson.cli.dev;

import dev.keelson.cli.probe.LoadResult;
import dev.keelson.cli.probe.Report;
import dev.keelson.cli.probe.Verdict;
import dev.keelson.host.UnixAddress;
import dev.keelson.kek.KekId;
import java.nio.file.Path;
import java.util.Locale;

/// What `keelson dev` writes and prints.
final class DevTexts {
  static final String TOKEN_LABEL = "keelson-dev";
  static final String KEYRING = "dev";

  private DevTexts() {}

  /// A configuration like an operator's, good for `keelson serve`, too.
  static String configuration(DevState state, Path module, UnixAddress socket) {
    return String.format(
        Locale.ROOT,
        """
        # Written anew by each start of keelson dev; copy it to change it.
        keyring: %s
        state-dir: %s
        module:
          path: %s
          environment:
            SOFTHSM2_CONF: %s
        token:
          label: %s
          pin-file: %s
        socket:
          address: %s
        management:
          address: %s
        """,
        KEYRING,
        quoted(state.dir()),
        quoted(module),
        quoted(state.softhsmConfig()),
        TOKEN_LABEL,
        quoted(state.pin().path()),
        quoted(socket),
        quoted(state.management()));
  }

  /// What kube-apiserver is given as `--encryption-provider-config`. The version must be written,
  /// since its default is v1; identity stands last until everything is encrypted.
  static String encryptionConfiguration(UnixAddress socket) {
    return String.format(
        Locale.ROOT,
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
          - resources: [secrets]
            providers:
              - kms:
                  apiVersion: v2
                  name: keelson
                  endpoint: %s
                  timeout: 3s
              - identity: {}
        """,
        socket);
  }

  static String served(DevState state, UnixAddress socket, KekId active) {
    return String.format(
        Locale.ROOT,
        """
        socket   %s
        key_id   %s
        state    %s (token, PINs, keelson.yaml)

        EncryptionConfiguration for kube-apiserver:

        %s\
        """,
        socket,
        active,
        state.dir(),
        encryptionConfiguration(socket).indent(2));
  }

  /// One line when all is well.
  static String selfCheck(Report report) {
    return "self-check   Status, Encrypt, Decrypt: equal bytes, "
        + report.count(Verdict.PASSED)
        + " rules kept"
        + report.load().map(DevTexts::latency).orElse("");
  }

  private static String latency(LoadResult load) {
    return load.encrypt()
            .map(latency -> "; Encrypt p50 " + latency.p50().toNanos() / 1_000 + " us")
            .orElse("")
        + load.decrypt()
            .map(latency -> ", Decrypt p50 " + latency.p50().toNanos() / 1_000 + " us")
            .orElse("");
  }

  private static String quoted(Object text) {
    return '"' + text.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
