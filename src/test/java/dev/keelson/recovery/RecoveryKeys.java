package dev.keelson.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Recipients' key pairs, and OpenSSL, which opens copies without Keelson.
public record RecoveryKeys(Path dir) {
  static final Path GOLDEN = Path.of("src", "test", "resources", "recovery");

  /// A private key in a file, and its public half beside it.
  public Path make(String name, int bits) throws Exception {
    Path key = dir.resolve(name + ".key");
    openssl("genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:" + bits + " -out " + key);
    Path publicKey = dir.resolve(name + ".pem");
    openssl("pkey -in " + key + " -pubout -out " + publicKey);
    return publicKey;
  }

  /// What a copy holds, as the documentation has a person open it by hand.
  public byte[] opened(Path key, byte[] copy) throws Exception {
    Path in = Files.write(dir.resolve("copy"), Arrays.copyOfRange(copy, 1, copy.length));
    Path out = dir.resolve("text");
    openssl(
        "pkeyutl -decrypt -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256"
            + (" -inkey " + key + " -in " + in + " -out " + out));
    return Files.readAllBytes(out);
  }

  public String openssl(String arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("openssl " + arguments + ": " + said);
    }
    return said;
  }
}
