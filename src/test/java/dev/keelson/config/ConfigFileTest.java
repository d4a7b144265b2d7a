package dev.keelson.config;

import static dev.keelson.config.Configs.SMALLEST;
import static dev.keelson.config.Configs.config;
import static dev.keelson.config.Configs.faults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.console.ManagementAddress;
import dev.keelson.enrollment.RateSettings;
import dev.keelson.host.SocketSettings;
import dev.keelson.host.UnixAddress;
import dev.keelson.issuer.IssuerSettings;
import dev.keelson.issuer.Profile;
import dev.keelson.kek.KeyringName;
import dev.keelson.kek.RotationSettings;
import dev.keelson.ledger.CheckpointSettings;
import dev.keelson.ledger.LedgerPolicy;
import dev.keelson.ledger.LedgerWriter;
import dev.keelson.recovery.RecoverySettings;
import dev.keelson.secret.PinFile;
import dev.keelson.secret.PinPrompt;
import dev.keelson.token.CallOrder;
import dev.keelson.token.CanarySettings;
import dev.keelson.token.FailoverSettings;
import dev.keelson.token.GcmIv;
import dev.keelson.token.LaneSettings;
import dev.keelson.token.ModuleSettings;
import dev.keelson.token.TokenPlace;
import dev.keelson.token.TokenSelector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  private static final KeelsonConfig SMALLEST_CONFIG =
      new KeelsonConfig(
          new KeyringName("prod"),
          Path.of("/var/lib/keelson"),
          new ModuleSettings(Path.of("/usr/lib/softhsm/libsofthsm2.so"), Map.of()),
          new TokenSelector(Optional.of("keelson"), Optional.empty()),
          new PinFile(Path.of("/etc/keelson/pin")),
          LaneSettings.DEFAULT,
          CanarySettings.DEFAULT,
          RotationSettings.DEFAULT,
          FailoverSettings.NONE,
          RecoverySettings.NONE,
          LedgerPolicy.DEFAULT,
          SocketSettings.privateAt(UnixAddress.parse("unix:///run/keelson/kms.sock")),
          ManagementAddress.DEFAULT,
          Optional.empty());

  private static final String FULL =
      """
      keyring: prod-2
      state-dir: /srv/keelson
      module:
        path: /opt/hsm/lib.so
        environment:
          SOFTHSM2_CONF: /etc/keelson/softhsm2.conf
          empty_1: ""
        calls: serial
        gcm-iv: appended
      token:
        label: keelson
        serial: 0123456789012345
        pin-prompt: true
      lanes:
        count: 16
        queue: 100
        patience: 2m
      canary:
        interval: 1500ms
      rotation:
        poll: 5s
      failover:
        hand-back: 5m
        standby:
          - module:
              path: /opt/other/lib.so
            token:
              label: spare
              pin-file: /etc/keelson/pin-2
      ledger:
        mode: require
        checkpoint-interval: 1h
      socket:
        address: /run/kms.sock
        mode: 0660
        group: keelson-kms
        allow-uids: [0, 998, 4294967294]
      management:
        address: unix:///run/keelson/management.sock
      """;

  @Nested
  class AGoodFile {
    @Test
    void needsNoMoreThanItsRequiredKeys() throws ConfigException {
      assertThat(config(SMALLEST)).isEqualTo(SMALLEST_CONFIG);
    }

    @Test
    void setsEverythingItNames() throws ConfigException {
      var read = config(FULL.replace("2m", "30s"));
      assertThat(read)
          .isEqualTo(
              new KeelsonConfig(
                  new KeyringName("prod-2"),
                  Path.of("/srv/keelson"),
                  new ModuleSettings(
                      Path.of("/opt/hsm/lib.so"),
                      Map.of("SOFTHSM2_CONF", "/etc/keelson/softhsm2.conf", "empty_1", ""),
                      CallOrder.SERIAL,
                      GcmIv.APPENDED),
                  new TokenSelector(Optional.of("keelson"), Optional.of("0123456789012345")),
                  new PinPrompt("PIN of the token"),
                  new LaneSettings(16, 100, Duration.ofSeconds(30)),
                  new CanarySettings(Duration.ofMillis(1500)),
                  new RotationSettings(Duration.ofSeconds(5)),
                  new FailoverSettings(
                      List.of(
                          new TokenPlace(
                              new ModuleSettings(Path.of("/opt/other/lib.so"), Map.of()),
                              new TokenSelector(Optional.of("spare"), Optional.empty()),
                              new PinFile(Path.of("/etc/keelson/pin-2")))),
                      Duration.ofMinutes(5)),
                  RecoverySettings.NONE,
                  new LedgerPolicy(
                      LedgerWriter.Mode.REQUIRE,
                      Optional.of(new CheckpointSettings(1000, Duration.ofHours(1)))),
                  new SocketSettings(
                      UnixAddress.parse("unix:///run/kms.sock"),
                      PosixFilePermissions.fromString("rw-rw----"),
                      Optional.of("keelson-kms"),
                      Set.of(0, 998, -2)),
                  new ManagementAddress.Unix(Path.of("/run/keelson/management.sock")),
                  Optional.empty()));
    }

    /// A module is finalised as a whole, with all its tokens.
    @Test
    void namesEachLibraryForOneToken() {
      var twice = FULL.replace("2m", "30s").replace("/opt/other/lib.so", "/opt/hsm/lib.so");
      assertThat(Configs.faults(twice))
          .singleElement()
          .asString()
          .contains("failover.standby[0].module: the library of another token of this file");
    }

    @Test
    void mayHaveSectionsWithAllKeysCommentedOut() throws ConfigException {
      assertThat(config(SMALLEST + "lanes:\n  # count: 4\ncanary:\n")).isEqualTo(SMALLEST_CONFIG);
    }

    @Test
    void mayBeginWithAByteOrderMarkAndEndWithoutANewline() throws ConfigException {
      assertThat(config("\uFEFF" + SMALLEST.strip())).isEqualTo(SMALLEST_CONFIG);
    }

    @Test
    void mayListenOnAnAbstractSocket() throws ConfigException {
      var yaml = SMALLEST.replace("unix:///run/keelson/kms.sock", "unix:///@kms");
      assertThat(config(yaml).socket())
          .isEqualTo(SocketSettings.privateAt(new UnixAddress.Abstract("kms")));
    }
  }

  @Nested
  class TheSample {
    @Test
    void isTheSmallestFileAndTheDefaultsWrittenOut() throws ConfigException {
      var sample = ConfigFile.read(Configs.SAMPLE);
      assertThat(sample.lanes()).isEqualTo(LaneSettings.DEFAULT);
      assertThat(sample.canary()).isEqualTo(CanarySettings.DEFAULT);
      assertThat(sample.socket()).isEqualTo(SMALLEST_CONFIG.socket());
      assertThat(sample.management()).isEqualTo(SMALLEST_CONFIG.management());
      assertThat(sample.token()).isEqualTo(SMALLEST_CONFIG.token());
      assertThat(sample.pin()).isEqualTo(SMALLEST_CONFIG.pin());
      assertThat(sample.stateDir()).isEqualTo(SMALLEST_CONFIG.stateDir());
      assertThat(sample.module().environment()).containsOnlyKeys("SOFTHSM2_CONF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pin-prompt", "pin-credential", "pin-source"})
    void staysGoodWithItsCommentedKeysSwitchedOn(String pin) throws Exception {
      String on =
          Configs.sample()
              .replaceFirst("( +pin-file:)", "# $1")
              .replaceAll("(?m)^(  )?# (profile|serial|group|allow-uids|" + pin + "):", "$1$2:")
              .replaceAll("(?m)^  # (standby:|  .*)$", "  $1");
      var read = config(on);
      assertThat(read.token().serial()).contains("0123456789abcdef");
      assertThat(read.socket().group()).contains("keelson-kms");
      assertThat(read.socket().uids()).containsExactlyInAnyOrder(0, 998);
      assertThat(read.places())
          .extracting(place -> place.token().label().orElseThrow())
          .containsExactly("keelson", "keelson-2");
    }
  }

  @Nested
  class TheSamplesRecovery {
    @Test
    void isGoodWhenItsKeyIsThere() throws Exception {
      Path key = Path.of("src", "test", "resources", "recovery", "recipient.pem");
      String on =
          Configs.sample()
              .replaceAll("(?m)^# (recovery:|  recipients:|    - .*safe.pem)$", "$1")
              .replace("/etc/keelson/recovery/safe.pem", key.toAbsolutePath().toString());
      assertThat(config(on).recovery().recipients()).hasSize(1);
    }
  }

  @Nested
  class TheSamplesIssuer {
    private static String on() throws IOException {
      String sample = Configs.sample();
      int from = sample.indexOf("# issuer:");
      String issuer = sample.substring(from).replaceAll("(?m)^# ?", "");
      return sample.substring(0, from) + issuer;
    }

    @Test
    void isTheDefaultsWrittenOut() throws Exception {
      var issuer = config(on()).issuer().orElseThrow();
      var profile = issuer.settings().profiles().getFirst();
      assertThat(profile.ttl()).isEqualTo(Profile.DEFAULT_TTL);
      assertThat(profile.keys()).isEqualTo(Profile.DEFAULT_KEYS);
      assertThat(profile.dns()).containsExactly("apiserver.keelson.invalid");
      assertThat(issuer.settings().crlLife()).isEqualTo(IssuerSettings.DEFAULT_CRL_LIFE);
      assertThat(issuer.rate()).isEqualTo(RateSettings.DEFAULT);
      assertThat(issuer.rules().admins()).containsExactly(0L);
      assertThat(issuer.socket().uids()).containsExactly(0);
    }

    @Test
    void tellsEachFaultAtItsLine() throws Exception {
      String wrong =
          on().replace("ttl: 24h", "ttl: 169h")
              .replace("[ec-p256, ec-p384]", "[ec-p521]")
              .replace("profiles: [apiserver]", "profiles: [apisever]")
              .replace("crl-life: 168h", "crl-life: 30s");
      assertThat(faults(wrong))
          .hasSize(4)
          .anySatisfy(one -> assertThat(one).contains("a certificate lives 1 s to 168 h"))
          .anySatisfy(one -> assertThat(one).contains("'ec-p521' is no kind of key"))
          .anySatisfy(one -> assertThat(one).contains("did you mean 'apiserver'?"))
          .anySatisfy(one -> assertThat(one).contains("1 minute to 90 days"));
    }
  }

  @Nested
  class AFileThatCannotBeRead {
    @TempDir Path directory;

    @Test
    void isMissing() {
      assertThatThrownBy(() -> ConfigFile.read(Path.of("/nowhere/keelson.yaml")))
          .isInstanceOf(ConfigException.class)
          .hasMessage("/nowhere/keelson.yaml: there is no such file; name another with --config");
    }

    @Test
    void isADirectory() {
      assertThatThrownBy(() -> ConfigFile.read(directory))
          .isInstanceOf(ConfigException.class)
          .hasMessageContainingAll(directory + ": cannot be read: ", "Is a directory");
    }

    @Test
    void isTooLong() throws Exception {
      Path file = directory.resolve("long.yaml");
      String padding = "#".repeat(ConfigFile.MAX_BYTES - SMALLEST.length());
      Files.writeString(file, SMALLEST + padding);
      assertThat(ConfigFile.read(file)).isEqualTo(SMALLEST_CONFIG);
      Files.writeString(file, SMALLEST + padding + "#");
      assertThatThrownBy(() -> ConfigFile.read(file))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("long.yaml: longer than 262144 bytes");
    }
  }
}
