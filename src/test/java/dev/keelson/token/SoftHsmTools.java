package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Other people's programs on the same token files, each in a process of its own.
public record SoftHsmTools(SoftHsm hsm) {

  /// What `softhsm2-util --show-slots` prints.
  public String showSlots() throws IOException, InterruptedException {
    return run("softhsm2", "softhsm2-util", "--show-slots");
  }

  /// A token with the fixture's PINs, whether or not there is one of this label already.
  public void initToken(String label) throws IOException, InterruptedException {
    run(
        "softhsm2",
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        label,
        "--so-pin",
        SoftHsm.SO_PIN,
        "--pin",
        SoftHsm.PIN);
  }

  /// What `pkcs11-tool` prints, logged in as the user.
  public String pkcs11Tool(String tokenLabel, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("pkcs11-tool", "--module"));
    command.addAll(List.of(SoftHsm.LIBRARY.toString(), "--token-label", tokenLabel));
    command.addAll(List.of("--login", "--pin", SoftHsm.PIN));
    command.addAll(Arrays.asList(arguments));
    return run("opensc", command.toArray(String[]::new));
  }

  private String run(String debianPackage, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(hsm.environment());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          command[0] + " is not installed: apt-get install " + debianPackage, e);
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + " failed: " + output);
    }
    return output;
  }
}
