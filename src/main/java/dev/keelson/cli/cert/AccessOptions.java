package dev.keelson.cli.cert;

import dev.keelson.enrollment.keep.Access;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Whom the files of a pair belong to, and who may read them.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AccessOptions {
  private static final Set<PosixFilePermission> PUBLIC =
      PosixFilePermissions.fromString("rw-r--r--");

  @Option(
      names = "--owner",
      paramLabel = "USER[:GROUP]",
      converter = OwnerConverter.class,
      description =
          "whom the files belong to, by names or numbers; else who runs this. Only root can give"
              + " files away")
  private Optional<Owner> owner = Optional.empty();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "0600",
      converter = ModeConverter.class,
      description =
          "mode of each file that has the key in it (${DEFAULT-VALUE}); the others are 0644")
  private Mode mode;

  /// Names of accounts, or numbers.
  record Owner(String user, Optional<String> group) {}

  /// Of a file.
  record Mode(Set<PosixFilePermission> permissions) {
    Mode {
      permissions = Set.copyOf(permissions);
    }
  }

  Access ofKeys() {
    return new Access(owner.map(Owner::user), owner.flatMap(Owner::group), mode.permissions());
  }

  Access ofOthers() {
    return ofKeys().withMode(PUBLIC);
  }

  /// Reads `USER[:GROUP]`, and looks whether they are there.
  static final class OwnerConverter implements ITypeConverter<Owner> {
    private static final Pattern FORM =
        Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_.-]*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]*))?");

    @Override
    public Owner convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("an owner is USER or USER:GROUP: '" + text + "' is not");
      }
      var owner = new Owner(matcher.group(1), Optional.ofNullable(matcher.group(2)));
      requireKnown(owner);
      return owner;
    }

    private static void requireKnown(Owner owner) {
      var names = FileSystems.getDefault().getUserPrincipalLookupService();
      try {
        var _ = names.lookupPrincipalByName(owner.user());
        if (owner.group().isPresent()) {
          var _ = names.lookupPrincipalByGroupName(owner.group().get());
        }
      } catch (IOException e) {
        throw new TypeConversionException("no such user or group here: " + e.getMessage());
      }
    }
  }

  /// Reads a mode in octal that lets no stranger near a key.
  static final class ModeConverter implements ITypeConverter<Mode> {
    private static final int MOST = 0640;

    @Override
    public Mode convert(String text) {
      if (!text.matches("0?[0-7]{3}")) {
        throw new TypeConversionException("a mode is octal, like 0600: '" + text + "' is not");
      }
      int bits = Integer.parseInt(text, 8);
      if ((bits & ~MOST) != 0 || (bits & 0400) == 0) {
        throw new TypeConversionException(
            "a file with a private key is for its owner, or its group to read (0640 at most): '"
                + text
                + "' is not");
      }
      Set<PosixFilePermission> permissions = EnumSet.of(PosixFilePermission.OWNER_READ);
      if ((bits & 0200) != 0) {
        permissions.add(PosixFilePermission.OWNER_WRITE);
      }
      if ((bits & 0040) != 0) {
        permissions.add(PosixFilePermission.GROUP_READ);
      }
      return new Mode(permissions);
    }
  }
}
