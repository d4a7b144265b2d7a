package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.host.ProcessEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A real software TPM on loopback, with the files of tpm2-pkcs11 beside it.
///
/// Nobody manages its resources: it holds three sessions and two keys that tpm2-pkcs11 uses.
public final class SwTpm implements AutoCloseable {
  public static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/libtpm2_pkcs11.so.1");

  /// tpm2_ptool leaves objects in the TPM, which has room for three: flushed after each of these.
  private static final List<String> LEAVE_OBJECTS =
      List.of(
          "createprimary",
          "create",
          "load",
          "loadexternal",
          "import",
          "unseal",
          "evictcontrol",
          "readpublic",
          "changeauth");

  private final Path dir;
  private final int port;
  private Process process;

  private SwTpm(Path dir, int port) throws IOException {
    this.dir = dir;
    this.port = port;
    this.process = spawn();
  }

  /// A new TPM that has never been used, or the one whose state is in this directory.
  public static SwTpm in(Path dir) throws IOException, InterruptedException {
    Files.createDirectories(dir.resolve("state"));
    Path store = Files.createDirectories(dir.resolve("store"));
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwx------"));
    writeShims(dir);
    var tpm = new SwTpm(dir, freePorts());
    tpm.awaitAnswer();
    return tpm;
  }

  /// A second TPM of the same contents, to begin a test with: nobody could copy one of hardware.
  ///
  /// @param dir of a TPM that is shut down
  public static SwTpm copyOf(Path original, Path dir) throws IOException, InterruptedException {
    for (String part : List.of("state", "store")) {
      Path to = Files.createDirectories(dir.resolve(part));
      try (Stream<Path> files = Files.list(original.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    return in(dir);
  }

  private static void writeShims(Path dir) throws IOException {
    Path shims = Files.createDirectories(dir.resolve("shims"));
    for (String tool : LEAVE_OBJECTS) {
      Path shim =
          Files.writeString(
              shims.resolve("tpm2_" + tool),
              "#!/bin/sh\n/usr/bin/tpm2_"
                  + tool
                  + " \"$@\"; rc=$?\n"
                  + "/usr/bin/tpm2_flushcontext -t >/dev/null 2>&1; exit $rc\n");
      Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /// A port whose successor is free, too: swtpm's control channel has to be there.
  private static int freePorts() throws IOException {
    for (int tries = 0; tries < 100; tries++) {
      try (var first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (isFree(first.getLocalPort() + 1)) {
          return first.getLocalPort();
        }
      }
    }
    throw new AssertionError("no two free ports beside each other");
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException | IllegalArgumentException _) {
      return false;
    }
  }

  private Process spawn() throws IOException {
    return start(
        "swtpm",
        new ProcessBuilder(
                "swtpm",
                "socket",
                "--tpm2",
                "--tpmstate",
                "dir=" + dir.resolve("state") + ",mode=0600",
                "--server",
                "type=tcp,bindaddr=127.0.0.1,port=" + port,
                "--ctrl",
                "type=tcp,bindaddr=127.0.0.1,port=" + (port + 1),
                "--flags",
                "not-need-init,startup-clear")
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("swtpm.log").toFile()));
  }

  private static Process start(String debianPackage, ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          builder.command().getFirst() + " is not here: apt-get install " + debianPackage, e);
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    for (int tries = 0; tries < 100; tries++) {
      if (exit("tpm2_getrandom", "-Q", "--hex", "4") == 0) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError(
        "swtpm does not answer: " + Files.readString(dir.resolve("swtpm.log")));
  }

  public Path store() {
    return dir.resolve("store");
  }

  /// How the TPM is reached, for tpm2-tools and tpm2-pkcs11 alike.
  public String tcti() {
    return "swtpm:host=127.0.0.1,port=" + port;
  }

  /// For module.environment.
  public Map<String, String> environment() {
    return Map.of("TPM2_PKCS11_STORE", store().toString(), "TPM2_PKCS11_TCTI", tcti());
  }

  /// As the configuration would have them.
  public ModuleSettings settings() {
    return new ModuleSettings(LIBRARY, environment(), CallOrder.SERIAL, GcmIv.DAEMON);
  }

  /// The loaded library, to be initialised on this TPM.
  public Cryptoki cryptoki() throws TokenException {
    ProcessEnvironment.set(environment());
    return Pkcs11Module.load(settings());
  }

  /// A token with the PINs of [SoftHsm], made by the vendor's tool.
  public SwTpm withToken(String label) throws IOException, InterruptedException {
    ptool("init");
    ptool(
        "addtoken",
        "--pid",
        "1",
        "--label",
        label,
        "--sopin",
        SoftHsm.SO_PIN,
        "--userpin",
        SoftHsm.PIN);
    return this;
  }

  /// An HMAC key, made by the vendor's tool.
  public SwTpm withHmacKey(String token, String label) throws IOException, InterruptedException {
    ptool(
        "addkey",
        "--label",
        token,
        "--userpin",
        SoftHsm.PIN,
        "--algorithm",
        "hmac:sha256",
        "--key-label",
        label);
    return this;
  }

  /// The key that signs the ledger, made through PKCS#11.
  public SwTpm withLedgerKey(String token) throws TokenException {
    try (var module = Pkcs11Module.initialize(cryptoki());
        var pin = SoftHsm.pin(SoftHsm.PIN)) {
      new TokenSetup(module, SoftHsm.newGuard()).provideLedgerKey(SoftHsm.labelled(token), pin);
    }
    return this;
  }

  /// Tries a PIN, as anybody may.
  public void tries(String token, String pin) throws IOException, InterruptedException {
    exit(
        "pkcs11-tool",
        "--module",
        LIBRARY.toString(),
        "--token-label",
        token,
        "--login",
        "--pin",
        pin,
        "--list-objects");
  }

  /// What `tpm2_ptool` prints.
  public String ptool(String command, String... arguments)
      throws IOException, InterruptedException {
    List<String> whole =
        new ArrayList<>(List.of("tpm2_ptool", command, "--path", store().toString()));
    whole.addAll(Arrays.asList(arguments));
    return tool(whole.toArray(String[]::new));
  }

  /// What a program of tpm2-tools prints.
  public String tool(String... command) throws IOException, InterruptedException {
    Process tool = start("tpm2-tools libtpm2-pkcs11-tools", builder(command));
    String output = new String(tool.getInputStream().readAllBytes(), UTF_8);
    if (tool.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed: " + output);
    }
    return output;
  }

  private int exit(String... command) throws IOException, InterruptedException {
    Process tool =
        start("tpm2-tools", builder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD));
    return tool.waitFor();
  }

  private ProcessBuilder builder(String... command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("TPM2TOOLS_TCTI", tcti());
    environment.put("PATH", dir.resolve("shims") + ":" + System.getenv("PATH"));
    builder.environment().putAll(environment);
    return builder;
  }

  /// Takes back what a process left that was killed, as the kernel's resource manager does.
  public void reclaim() throws IOException, InterruptedException {
    for (String what : List.of("-t", "-l", "-s")) {
      tool("tpm2_flushcontext", what);
    }
  }

  /// As a host that is switched off in an orderly way: what was loaded is gone.
  public void shutDown() throws IOException, InterruptedException {
    tool("tpm2_shutdown", "-c");
    kill();
  }

  /// As a host that loses power: the TPM counts it like a wrong PIN if a key was in use.
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// The same TPM again, at the same place.
  public void restart() throws IOException, InterruptedException {
    process = spawn();
    awaitAnswer();
  }

  @Override
  public void close() {
    kill();
  }
}
