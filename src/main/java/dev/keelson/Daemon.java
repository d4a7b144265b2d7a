package dev.keelson;

import dev.keelson.config.KeelsonConfig;
import dev.keelson.health.CanaryHealth;
import dev.keelson.host.ListenException;
import dev.keelson.host.ProcessEnvironment;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixServer;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.kms.KmsService;
import dev.keelson.secret.PinUnreadableException;
import dev.keelson.token.Canary;
import dev.keelson.token.PinFuse;
import dev.keelson.token.PinGuard;
import dev.keelson.token.Pkcs11Module;
import dev.keelson.token.ServedToken;
import dev.keelson.token.TokenException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rooms, wired for one configuration, from start to stop.
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  /// Ages are measured by a clock that nobody sets.
  private static final InstantSource UPTIME = () -> Instant.ofEpochSecond(0, System.nanoTime());

  private final ServedToken token;
  private final KmsService service;
  private final UnixServer server;
  private final Vertx vertx;
  private final UnixAddress address;
  private volatile boolean stopping;

  /// Returns when the socket is served and the first canary has sung.
  ///
  /// @param risk what the operator says about a token that counts wrong PINs
  public static Daemon start(KeelsonConfig config, PinGuard.Risk risk)
      throws TokenException, PinUnreadableException, ListenException {
    var surroundings = surroundings(config, risk);
    try (var pin = config.pin().read()) {
      var token = ServedToken.open(surroundings, wanted(config), pin);
      return new Daemon(config, token, surroundings.random());
    }
  }

  /// What a configuration asks for on a token.
  public static ServedToken.Wanted wanted(KeelsonConfig config) {
    return new ServedToken.Wanted(config.keyring(), config.token(), config.lanes());
  }

  /// Loads the module with its environment, and finds what guards its PIN.
  public static ServedToken.Surroundings surroundings(KeelsonConfig config, PinGuard.Risk risk)
      throws TokenException {
    ProcessEnvironment.set(config.module().environment());
    var random = new SecureRandom();
    return new ServedToken.Surroundings(
        Pkcs11Module.load(config.module().path()),
        InstantSource.system(),
        random,
        guard(config, random, risk));
  }

  /// What keeps a wrong PIN of this configuration from being tried twice.
  public static PinGuard guard(KeelsonConfig config, SecureRandom random, PinGuard.Risk risk) {
    return new PinGuard(new PinFuse(config.stateDir().resolve("pin-fuse"), random), risk);
  }

  private Daemon(KeelsonConfig config, ServedToken token, SecureRandom random)
      throws ListenException {
    this.token = token;
    this.address = config.socket().address();
    var health = new CanaryHealth(config.canary().stale(), UPTIME);
    var canary = new Canary(token::canary, health, random);
    canary.sing();
    this.service = new KmsService(token.keyring(), health);
    try {
      this.server = UnixServer.start(config.socket(), service);
    } catch (ListenException | RuntimeException e) {
      service.close();
      token.close();
      throw e;
    }
    this.vertx = Vertx.vertx(smallVertx());
    every(config.canary().interval(), canary::sing);
    every(config.rotation().poll(), this::refresh);
  }

  /// For the log, once a stop is sure to be clean.
  public void announce() {
    LOG.info("ready socket={} key_id={}", address, activeKek());
  }

  public KekId activeKek() {
    return token.keyring().active().id();
  }

  /// Runs a task again and again, one at a time, however long it takes or badly it ends.
  private void every(Duration interval, Runnable task) {
    vertx.setTimer(
        interval.toMillis(),
        _ ->
            Thread.startVirtualThread(() -> {
              try {
                task.run();
              } finally {
                again(interval, task);
              }
            }));
  }

  private void again(Duration interval, Runnable task) {
    if (!stopping) {
      every(interval, task);
    }
  }

  private void refresh() {
    try {
      token.keyring().refresh();
    } catch (KekException e) {
      LOG.warn("refresh result=failed cause=\"{}\"", e.getMessage());
    }
  }

  private static VertxOptions smallVertx() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setClassPathResolvingEnabled(false)
                .setFileCachingEnabled(false));
  }

  /// Refuses new calls, lets running ones end, logs out.
  @Override
  public void close() {
    LOG.info("stop begin");
    stopping = true;
    var timersStopped = vertx.close();
    server.close();
    service.close();
    timersStopped.await();
    token.close();
    LOG.info("stop end");
  }
}
