package dev.keelson;

import dev.keelson.config.ConfigSource;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.health.CallRelay;
import dev.keelson.host.ListenException;
import dev.keelson.host.ProcessEnvironment;
import dev.keelson.host.ServiceManager;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixServer;
import dev.keelson.kek.KekId;
import dev.keelson.kms.CallMeter;
import dev.keelson.kms.KmsService;
import dev.keelson.recovery.RecoveryCopies;
import dev.keelson.secret.PinPrompt;
import dev.keelson.secret.PinSource;
import dev.keelson.secret.PinUnreadableException;
import dev.keelson.token.CaSignature;
import dev.keelson.token.CareSettings;
import dev.keelson.token.Caretaker;
import dev.keelson.token.ModuleSettings;
import dev.keelson.token.PinFuse;
import dev.keelson.token.PinGuard;
import dev.keelson.token.Pkcs11Module;
import dev.keelson.token.ServedKeyring;
import dev.keelson.token.ServedToken;
import dev.keelson.token.TokenException;
import dev.keelson.token.TokenPlace;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rooms, wired for one configuration, from start to stop.
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  /// Ages are measured by a clock that nobody sets.
  private static final InstantSource UPTIME = () -> Instant.ofEpochSecond(0, System.nanoTime());

  private static final Duration WATCH = Duration.ofSeconds(5);

  /// In the worst storm of calls the socket's thread turns much sooner.
  private static final Duration TURN = Duration.ofSeconds(5);

  private final Chronicle chronicle;
  private final ServedKeyring keyring;
  private final KmsService service;
  private final UnixServer server;
  private final Vertx vertx;
  private final Optional<Issuing> issuing;
  private final Reload reload;
  private final Management management;
  private final Supervision supervision;
  private final UnixAddress address;
  private volatile boolean stopping;

  /// Returns when the socket is served, and the first canary has sung or its token is away.
  ///
  /// @param risk what the operator says about a token that counts wrong PINs
  public static Daemon start(KeelsonConfig config, PinGuard.Risk risk)
      throws TokenException, PinUnreadableException, ListenException {
    List<Caretaker.Order> orders = new ArrayList<>();
    for (TokenPlace place : config.places()) {
      orders.add(order(config, place, risk));
    }
    var chronicle = new Chronicle(config);
    try {
      var care = new CareSettings(config.canary(), config.failover().handBack(), UPTIME, chronicle);
      var copies = new RecoveryCopies(config.recovery(), new SecureRandom());
      var keyring = ServedKeyring.start(config.keyring(), orders, care, copies);
      return new Daemon(config, keyring, copies, chronicle);
    } catch (TokenException | ListenException | RuntimeException e) {
      chronicle.close();
      throw e;
    }
  }

  private static Caretaker.Order order(KeelsonConfig config, TokenPlace place, PinGuard.Risk risk)
      throws TokenException, PinUnreadableException {
    return new Caretaker.Order(
        surroundings(place.module(), config.stateDir(), risk),
        new ServedToken.Wanted(
            config.keyring(), place.token(), config.lanes(), place.module().gcmIv()),
        desk(place.pin()),
        new TpmModule(place.module()).store());
  }

  /// A person is asked once, and what was typed is kept: who typed it may be gone when the token
  /// comes back and wants it again.
  private static Caretaker.PinDesk desk(PinSource source) throws PinUnreadableException {
    if (source instanceof PinPrompt prompt) {
      return prompt.read()::copy;
    }
    return source::read;
  }

  /// What a configuration asks for on a token.
  public static ServedToken.Wanted wanted(KeelsonConfig config) {
    return new ServedToken.Wanted(
        config.keyring(), config.token(), config.lanes(), config.module().gcmIv());
  }

  /// Loads the module with its environment, and finds what guards its PIN.
  public static ServedToken.Surroundings surroundings(KeelsonConfig config, PinGuard.Risk risk)
      throws TokenException {
    return surroundings(config.module(), config.stateDir(), risk);
  }

  /// The same, of a token that is no daemon's.
  public static ServedToken.Surroundings surroundings(
      ModuleSettings module, Path stateDir, PinGuard.Risk risk) throws TokenException {
    ProcessEnvironment.set(module.environment());
    return new ServedToken.Surroundings(
        Pkcs11Module.load(module),
        InstantSource.system(),
        new SecureRandom(),
        guard(stateDir, module, risk),
        CaSignature.through(module));
  }

  /// What keeps a wrong PIN of the preferred token from being tried twice.
  public static PinGuard guard(KeelsonConfig config, PinGuard.Risk risk) {
    return guard(config.stateDir(), config.module(), risk);
  }

  private static PinGuard guard(Path stateDir, ModuleSettings module, PinGuard.Risk risk) {
    return new PinGuard(
        new PinFuse(stateDir.resolve("pin-fuse"), new SecureRandom()),
        risk,
        new TpmModule(module).lockout(InstantSource.system()));
  }

  private Daemon(
      KeelsonConfig config, ServedKeyring keyring, RecoveryCopies copies, Chronicle chronicle)
      throws ListenException {
    this.keyring = keyring;
    this.chronicle = chronicle;
    this.address = config.socket().address();
    this.service = new KmsService(keyring.keyring(), keyring, chronicle.records());
    var calls = new CallRelay();
    try {
      this.server = UnixServer.start(config.socket(), CallMeter.over(service, calls));
    } catch (ListenException | RuntimeException e) {
      service.close();
      keyring.close();
      throw e;
    }
    chronicle.signWith(new TokenSigner(keyring));
    this.vertx = Vertx.vertx(smallVertx());
    every(WATCH, keyring::watch);
    every(config.rotation().poll(), keyring::refresh);
    var sources = new Issuing.Sources(keyring, chronicle.required());
    this.issuing = config.issuer().map(issuer -> new Issuing(config, issuer, sources));
    issuing.ifPresent(this::keepIssuing);
    this.reload = new Reload(config, chronicle, parts(copies));
    var told = new Management.Sources(keyring, chronicle, issuing, reload);
    this.management = Management.open(vertx, config.management(), told, calls);
    this.supervision =
        new Supervision(ServiceManager.ofThisProcess(), told::snapshot, this::isAlive);
    supervision.interval().ifPresent(interval -> every(interval, supervision::look));
  }

  /// Callers and issuers are narrowed before anything else changes.
  private List<Reload.Part> parts(RecoveryCopies copies) {
    return List.of(
        config -> server.admit(config.socket()),
        config -> config.issuer().ifPresent(changed -> issuing.ifPresent(it -> it.take(changed))),
        config -> copies.take(config.recovery()),
        chronicle::take);
  }

  /// Reads the configuration again and takes it, if all of it can be taken by a daemon that runs;
  /// else everything stays as it is, and the log and the status say why.
  public void reload(ConfigSource source) {
    supervision.reload(() -> reload.from(source));
  }

  /// Asked by a timer of Vert.x, on a virtual thread: that it is asked says that those work, too.
  private boolean isAlive() {
    return keyring.isTended() && server.turns(TURN);
  }

  private void keepIssuing(Issuing some) {
    Thread.startVirtualThread(some::tend); // the API server does not wait for it
    every(Issuing.INTERVAL, some::tend);
  }

  /// For the log and the service manager, once a stop is sure to be clean.
  public void announce() {
    supervision.ready();
    LOG.info(
        "ready socket={} key_id={}",
        address,
        keyring.keyring().findActive().map(active -> active.id().toString()).orElse("none-yet"));
  }

  public KekId activeKek() {
    return keyring.keyring().active().id();
  }

  /// Completes with the reason when only a new process can serve again.
  public CompletableFuture<String> lost() {
    return keyring.lost();
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

  private static VertxOptions smallVertx() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setPreferNativeTransport(true) // Unix sockets
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
    supervision.stopping();
    var timersStopped = vertx.close();
    issuing.ifPresent(Issuing::close);
    server.stop();
    service.close();
    server.close();
    timersStopped.await();
    management.close();
    chronicle.close();
    keyring.close();
    LOG.info("stop end");
  }
}
