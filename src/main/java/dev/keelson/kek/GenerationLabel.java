package dev.keelson.kek;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `CKA_LABEL` of a generation, which is all that Keelson remembers of it:
/// `keelson/<keyring>/<generation>/<activation, UTC, yyyyMMddHHmmss>`; at most 40 bytes.
///
/// @param activation when the generation becomes active, to the second
public record GenerationLabel(KeyringName keyring, int generation, Instant activation) {
  private static final String PREFIX = "keelson/";
  private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");
  private static final Pattern FORM =
      Pattern.compile(PREFIX + "(?<keyring>[^/]+)/(?<number>[1-9][0-9]{0,3})/(?<at>[0-9]{14})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  public GenerationLabel {
    KekId.requireGeneration(generation);
    if (activation.isBefore(YEAR_0) || !activation.isBefore(YEAR_10000)) {
      throw new IllegalArgumentException("an activation time has a year of four digits");
    }
    if (!activation.equals(activation.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("an activation time is a whole second");
    }
  }

  /// The generation that a label names; empty when the label is not of Keelson's form.
  public static Optional<GenerationLabel> parse(String label) {
    Matcher form = FORM.matcher(label);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new GenerationLabel(
              new KeyringName(form.group("keyring")),
              Integer.parseInt(form.group("number")),
              LocalDateTime.parse(form.group("at"), TIME).toInstant(ZoneOffset.UTC)));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return PREFIX
        + keyring
        + "/"
        + generation
        + "/"
        + TIME.format(LocalDateTime.ofInstant(activation, ZoneOffset.UTC));
  }
}
