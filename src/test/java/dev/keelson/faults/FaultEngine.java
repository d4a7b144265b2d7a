package dev.keelson.faults;

import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.token.Pkcs11Module;
import dev.keelson.token.SoftHsm;
import dev.keelson.token.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A module that is a SoftHSM, and fails when told to. Each has its own copies of both libraries,
/// so that several live side by side in one process, each on its own token files.
///
/// ```
/// try (var engine = FaultEngine.over(hsm)) {
///   engine.on(Function.C_ENCRYPT).fromCall(3).times(1).returns(Ckr.CKR_DEVICE_ERROR);
///   engine.connection().dies();
/// ```
public final class FaultEngine implements AutoCloseable {
  private final Path library;
  private final SoftHsm hsm;
  private final Control control;

  private FaultEngine(Path library, SoftHsm hsm, Control control) {
    this.library = library;
    this.hsm = hsm;
    this.control = control;
  }

  /// In a directory of its own beside the token files.
  public static FaultEngine over(SoftHsm hsm) throws IOException {
    Path dir = Files.createTempDirectory(hsm.conf().toAbsolutePath().getParent(), "faults");
    // The loader takes two names of one file for one library: copies are two.
    Path library = Files.copy(NativeLibrary.path(), dir.resolve("faults.so"));
    Path real = Files.copy(SoftHsm.LIBRARY.toRealPath(), dir.resolve("softhsm.so"));
    Path control = dir.resolve("control");
    Files.write(
        dir.resolve("faults.so.conf"),
        List.of(real.toString(), control.toString(), hsm.conf().toAbsolutePath().toString()));
    return new FaultEngine(library, hsm, Control.in(control));
  }

  /// For `module.path`. It needs no environment: a file beside it says all.
  public Path library() {
    return library;
  }

  /// For `module.environment`, where a configuration wants one.
  public Map<String, String> environment() {
    return hsm.environment();
  }

  /// The library, loaded into this process, not initialised.
  public Cryptoki cryptoki() throws TokenException {
    return Pkcs11Module.load(library);
  }

  public Plan on(Function function) {
    return new Plan(control, new Plan.Terms(function, 1, 0));
  }

  public Connection connection() {
    return new Connection(control);
  }

  /// The token is taken out of its slot: for a process that has seen it, until it initialises the
  /// module anew after [#showToken()].
  public void hideToken() {
    control.increment(Control.HIDINGS);
    control.set(Control.TOKEN_HIDDEN, 1);
  }

  public void showToken() {
    control.set(Control.TOKEN_HIDDEN, 0);
  }

  /// Objects are found no more, and handles of them are invalid.
  public void hideKeys() {
    control.set(Control.KEYS_HIDDEN, 1);
  }

  public void showKeys() {
    control.set(Control.KEYS_HIDDEN, 0);
  }

  /// As many sessions as that in one process, which the token's info says as well; 0 for no limit.
  public void sessionLimit(long sessions) {
    control.set(Control.SESSION_LIMIT, sessions);
  }

  /// Flags of `CK_TOKEN_INFO` that are set besides the token's own.
  public void tokenFlags(long flags) {
    control.set(Control.TOKEN_FLAGS, flags);
  }

  /// How the token has it with the IVs of AES-GCM, which is its nature: [#clear()] leaves it.
  public TokenIvs ivs() {
    return new TokenIvs(control);
  }

  /// A mechanism is listed no more, and `C_SignInit` refuses it; 0 for none.
  public void hideMechanism(long type) {
    control.set(Control.MECHANISM_HIDDEN, type);
  }

  /// Every function that computes (C_Encrypt, C_Sign, C_GenerateKey ...) waits so long first.
  public void latency(Duration time) {
    control.set(Control.DELAY, time.toNanos());
  }

  /// Calls that began so far, whatever became of them, in all processes.
  public long calls(Function function) {
    return control.get(Control.CALLS + function.place());
  }

  /// Threads that are in the module now. One that died there, with its process, stays.
  public long inside() {
    return control.get(Control.INSIDE);
  }

  /// The most that were there at one time.
  public long mostInside() {
    return control.get(Control.MOST_INSIDE);
  }

  /// Sessions that are open in the process that called last.
  public long sessions() {
    return control.get(Control.SESSIONS);
  }

  /// All calls go on that were not to return; the fault itself stays in place.
  public void release() {
    control.increment(Control.RELEASES);
  }

  /// Faults are lifted, who hangs goes on, states end: a connection is back, but only for those who
  /// initialise anew. The counts stay.
  public void clear() {
    Fault.liftAll(control);
    connection().comesBack();
    showToken();
    showKeys();
    hideMechanism(0);
    sessionLimit(0);
    tokenFlags(0);
    latency(Duration.ZERO);
  }

  /// Threads that hang in the module leave it, without touching the token again.
  @Override
  public void close() {
    connection().dies();
    Fault.liftAll(control);
  }
}
