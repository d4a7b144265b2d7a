package dev.keelson.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Daemon;
import dev.keelson.Eventually;
import dev.keelson.e2e.Caller;
import dev.keelson.e2e.Seeds;
import dev.keelson.e2e.Site;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.token.SoftHsm;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;

/// A daemon on a fault engine, under load, and one caller beside it.
record Stage(Site site, FaultEngine engine, Daemon daemon, Caller caller, Load load)
    implements AutoCloseable {
  /// What a test does to the daemon's surroundings.
  interface Strike {
    void on(Stage stage) throws Exception;
  }

  static Stage in(Path dir) throws Exception {
    return on(Site.in(dir), "");
  }

  /// @param more sections of the configuration
  static Stage on(Site site, String more) throws Exception {
    var engine = FaultEngine.over(SoftHsm.in(site.dir()));
    var daemon = site.start(yaml(site, engine) + more);
    return new Stage(site, engine, daemon, Caller.at(site.address()), Load.on(site.address()));
  }

  /// With little patience, so that a call that hangs is told so soon.
  static String yaml(Site site, FaultEngine engine) {
    return site.yaml().replace(SoftHsm.LIBRARY.toString(), engine.library().toString())
        + """
        lanes:
          patience: 800ms
        """
            .indent(0);
  }

  /// Until Status answers so.
  void await(Status.Code code) throws Exception {
    Eventually.until(() -> status().equals(code));
  }

  Status.Code status() {
    try {
      caller.status();
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  /// Until Status's reason has this text.
  void awaitReason(String text) throws Exception {
    Eventually.until(() -> {
      try {
        caller.status();
        return false;
      } catch (StatusRuntimeException e) {
        return String.valueOf(e.getStatus().getDescription()).contains(text);
      }
    });
  }

  /// How long from the end of a fault until Status is good and a seed comes back.
  Duration recovery(Strike end) throws Exception {
    long began = System.nanoTime();
    end.on(this);
    Eventually.until(this::serves);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private boolean serves() {
    try {
      caller.status();
      EncryptResponse sealed = caller.seal(Seeds.marked(0));
      assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(0));
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    load.close();
    caller.close();
    engine.clear();
    daemon.close();
    engine.close();
  }
}
