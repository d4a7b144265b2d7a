package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.secret.Pin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/// A PIN that was tried, as a salted hash: `keelson-pin-fuse/1 <salt> <hash>` and a newline, in
/// hex.
///
/// The hash is PBKDF2-HMAC-SHA256 (RFC 8018 §5.2) of one block. It need not withstand a search for
/// the PIN by someone who reads this file: whoever can, can read the PIN's own.
@SuppressWarnings("ArrayRecordComponent") // never compared, never printed
record FuseRecord(State state, byte[] salt, byte[] hash) {
  /// How the try ended, as far as is known.
  enum State {
    TRYING,
    REFUSED
  }

  private static final int ITERATIONS = 20_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MAX_FILE_BYTES = 256;
  private static final Pattern FORM =
      Pattern.compile("keelson-pin-fuse/1 (TRYING|REFUSED) ([0-9a-f]{32}) ([0-9a-f]{64})\n");

  static FuseRecord trying(Pin pin, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new FuseRecord(State.TRYING, salt, hash(salt, pin));
  }

  FuseRecord refused() {
    return new FuseRecord(State.REFUSED, salt, hash);
  }

  boolean isOf(Pin pin) {
    return MessageDigest.isEqual(hash, hash(salt, pin));
  }

  /// Empty when there is no file; a file of another form is an error, not a reason to try a PIN.
  static Optional<FuseRecord> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException("it is not a PIN fuse");
    }
    Matcher form = FORM.matcher(Files.readString(file));
    if (!form.matches()) {
      throw new IOException("it is not a PIN fuse");
    }
    HexFormat hex = HexFormat.of();
    return Optional.of(
        new FuseRecord(
            State.valueOf(form.group(1)),
            hex.parseHex(form.group(2)),
            hex.parseHex(form.group(3))));
  }

  /// Whole and on the disk when this returns, or not there.
  void write(Path file) throws IOException {
    Path dir = file.getParent();
    if (dir == null) {
      throw new IOException("it has no directory");
    }
    Files.createDirectories(
        dir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path fresh =
        Files.createTempFile(
            dir,
            ".new",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    HexFormat hex = HexFormat.of();
    String line =
        "keelson-pin-fuse/1 "
            + state
            + " "
            + hex.formatHex(salt)
            + " "
            + hex.formatHex(hash)
            + "\n";
    try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
      channel.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    try (var channel = FileChannel.open(dir, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// A file name for a serial that has other than letters and digits in it.
  static String hex(String serial) {
    return "x" + HexFormat.of().formatHex(serial.getBytes(UTF_8));
  }

  /// By BouncyCastle, since the JDK's own HMAC hashes twice as many blocks: it begins each with the
  /// key again.
  private static byte[] hash(byte[] salt, Pin pin) {
    var generator = new PKCS5S2ParametersGenerator(SHA256Digest.newInstance());
    generator.init(pin.revealBytes(), salt, ITERATIONS);
    return ((KeyParameter) generator.generateDerivedMacParameters(HASH_BYTES * Byte.SIZE)).getKey();
  }
}
