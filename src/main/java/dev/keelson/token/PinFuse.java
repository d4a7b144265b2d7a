package dev.keelson.token;

import dev.keelson.secret.Pin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers on disk which PIN a token has refused, so that no restart tries it again: most tokens
/// lock after a few wrong tries, and some then want a new initialisation.
///
/// One file for each token and user, written before a PIN is tried and removed when the token takes
/// it. A process that dies in between leaves it; then the token's own count decides.
///
/// A PIN that the token took from this process before is tried again also when the disk is full: no
/// cluster shall stand still because a token came back at such a time. If it is refused then, this
/// process remembers.
public final class PinFuse {
  private static final Logger LOG = LoggerFactory.getLogger(PinFuse.class);
  private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z._-]{1,64}");

  private final Path dir;
  private final SecureRandom random;
  private final Map<Path, FuseRecord> taken = new ConcurrentHashMap<>();
  private final Map<Path, FuseRecord> refused = new ConcurrentHashMap<>();

  /// @param dir of the daemon's own; made when it is missing
  /// @param random for salts
  public PinFuse(Path dir, SecureRandom random) {
    this.dir = dir;
    this.random = random;
  }

  /// @throws TokenException.PinBlown when the token refused this PIN before
  void check(TokenSlot token, LoginUser user, Pin pin) throws TokenException {
    Path file = file(token, user);
    if (isOf(refused.get(file), pin)) {
      throw new TokenException.PinBlown(token, user, file);
    }
    try {
      Optional<FuseRecord> before = FuseRecord.read(file);
      if (before.isPresent() && before.get().isOf(pin) && wasRefused(before.get(), token, user)) {
        throw new TokenException.PinBlown(token, user, file);
      }
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /// Whether the token took this PIN from this process before.
  boolean hasSeenTaken(TokenSlot token, LoginUser user, Pin pin) {
    return isOf(taken.get(file(token, user)), pin);
  }

  /// Notes that a PIN is about to be tried.
  Attempt arm(TokenSlot token, LoginUser user, Pin pin) throws TokenException {
    Path file = file(token, user);
    var trying = FuseRecord.trying(pin, random);
    try {
      trying.write(file);
    } catch (IOException e) {
      if (!isOf(taken.get(file), pin)) {
        throw unusable(file, e);
      }
      LOG.warn("pin-fuse file={} result=unwritten cause=\"{}\"", file, e.toString());
    }
    return new Attempt(file, trying);
  }

  private static boolean isOf(@Nullable FuseRecord record, Pin pin) {
    return record != null && record.isOf(pin);
  }

  private static boolean wasRefused(FuseRecord before, TokenSlot token, LoginUser user) {
    return switch (before.state()) {
      case REFUSED -> true;
      case TRYING -> token.info().has(user.countLow());
    };
  }

  /// What is remembered of the PIN that was tried last.
  public enum Memory {
    NONE("none"),
    REFUSED("a PIN was refused"),
    UNDECIDED("a try was never concluded"),
    UNREADABLE("its file cannot be read, so no PIN is tried");

    private final String words;

    Memory(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// What is remembered about one user of a token.
  public Memory memory(String serial, LoginUser user) {
    try {
      return FuseRecord.read(file(serial, user))
          .map(before ->
              switch (before.state()) {
                case REFUSED -> Memory.REFUSED;
                case TRYING -> Memory.UNDECIDED;
              })
          .orElse(Memory.NONE);
    } catch (IOException _) {
      return Memory.UNREADABLE;
    }
  }

  /// Forgets a refusal, so that the same PIN is tried once more.
  ///
  /// @return what was remembered
  public Memory clear(String serial, LoginUser user) throws TokenException {
    Memory before = memory(serial, user);
    Path file = file(serial, user);
    try {
      Files.deleteIfExists(file);
      refused.remove(file);
      return before;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private Path file(TokenSlot token, LoginUser user) {
    return file(token.info().serial(), user);
  }

  /// Where it is remembered.
  public Path file(String serial, LoginUser user) {
    String name = PLAIN.matcher(serial).matches() ? serial : FuseRecord.hex(serial);
    return dir.resolve(user.fuseName() + "-" + name);
  }

  private static TokenException unusable(Path file, IOException cause) {
    return new TokenException.FuseUnusable(file, cause);
  }

  /// A PIN that is being tried.
  final class Attempt {
    private final Path file;
    private final FuseRecord trying;

    private Attempt(Path file, FuseRecord trying) {
      this.file = file;
      this.trying = trying;
    }

    /// The token refused the PIN.
    void refused() throws TokenException {
      taken.remove(file);
      try {
        trying.refused().write(file);
      } catch (IOException e) {
        refused.put(file, trying);
        throw unusable(file, e);
      }
    }

    /// The token took the PIN.
    void taken() throws TokenException {
      taken.put(file, trying);
      refused.remove(file);
      forget();
    }

    /// The PIN may be tried again: the token took it, or was not asked.
    void forget() throws TokenException {
      try {
        if (Files.exists(file)) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw unusable(file, e);
      }
    }
  }
}
