package dev.keelson.faults;

import static io.grpc.Status.Code.OK;
import static io.grpc.Status.Code.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.e2e.Site;
import dev.keelson.token.SoftHsm;
import io.grpc.Status;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A token and its copy, on two modules of one process.
final class PairFaults {
  private PairFaults() {}

  private interface Act {
    Duration on(Stage stage, FaultEngine standby) throws Exception;
  }

  static List<FaultCase> all() {
    return List.of(
        pair(
            "preferred token of two fails",
            "its every call CKR_DEVICE_ERROR; the standby takes over within the call",
            Set.of(),
            (stage, standby) -> {
              stage.engine().connection().dies();
              served(stage, standby);
              return stage.recovery(_ -> {});
            }),
        pair(
            "preferred token of two returns",
            "it failed and is back; a second later it serves again",
            Set.of(),
            (stage, standby) -> {
              stage.engine().connection().dies();
              served(stage, standby);
              stage.engine().connection().comesBack();
              served(stage, stage.engine());
              return stage.recovery(_ -> {});
            }),
        pair(
            "both tokens of two lost, the standby returns first",
            "every call of both CKR_DEVICE_ERROR; then the standby is back, then the other",
            Set.of(UNAVAILABLE),
            (stage, standby) -> {
              stage.engine().connection().dies();
              standby.connection().dies();
              stage.await(UNAVAILABLE);
              Duration time = stage.recovery(_ -> standby.connection().comesBack());
              stage.engine().connection().comesBack();
              served(stage, stage.engine());
              return time;
            }),
        pair(
            "standby fails",
            "its every C_EncryptInit CKR_DEVICE_ERROR, while the preferred token serves",
            Set.of(),
            (stage, standby) -> {
              var fault = standby.on(Function.C_ENCRYPT_INIT).returns(Ckr.CKR_DEVICE_ERROR);
              Eventually.until(() -> fault.hits() > 3);
              assertThat(stage.status()).isEqualTo(OK);
              return stage.recovery(_ -> standby.clear());
            }));
  }

  /// Until the load's calls reach this token, and Status was good all the time.
  private static void served(Stage stage, FaultEngine by) throws Exception {
    long before = by.calls(Function.C_ENCRYPT);
    // a canary sings once a second: so many calls so soon are the load's
    Eventually.until(() -> {
      assertThat(stage.status()).isEqualTo(OK);
      return by.calls(Function.C_ENCRYPT) > before + 50;
    });
  }

  private static FaultCase pair(String name, String injected, Set<Status.Code> sees, Act act) {
    return new FaultCase(
        name,
        injected,
        sees,
        FaultCase.SOON,
        (dir, self) -> {
          var site = Site.in(dir);
          SoftHsm copy = SoftHsm.in(dir).clonedTo(Files.createDirectory(dir.resolve("copy")));
          try (var standby = FaultEngine.over(copy);
              var stage = Stage.on(site, yaml(site, standby))) {
            Eventually.until(() -> stage.load().rounds() > 0);
            Duration time = act.on(stage, standby);
            self.judge(stage.load());
            standby.clear();
            return time;
          }
        });
  }

  private static String yaml(Site site, FaultEngine standby) {
    return String.format(
        Locale.ROOT,
        """
        failover:
          hand-back: 1s
          standby:
            - module:
                path: %s
              token:
                label: keelson
                pin-file: %s
        """,
        standby.library(),
        site.pinFile());
  }
}
