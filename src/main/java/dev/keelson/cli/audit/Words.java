package dev.keelson.cli.audit;

import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Result;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The words that a search is asked with.
final class Words {
  private Words() {}

  static final class Deeds implements ITypeConverter<DeedKind> {
    @Override
    public DeedKind convert(String word) {
      return DeedKind.ofWord(word).orElseThrow(() -> unknown(word, deeds()));
    }
  }

  static final class Results implements ITypeConverter<Result> {
    @Override
    public Result convert(String word) {
      return Result.ofWord(word).orElseThrow(() -> unknown(word, results()));
    }
  }

  static final class Times implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.contains("T")
            ? Instant.parse(text)
            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeException _) {
        throw new TypeConversionException(
            "a time is written 2026-11-01T12:00:00Z or 2026-11-01: '" + text + "' is not");
      }
    }
  }

  /// What a shell offers to complete.
  static final class DeedWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return deeds().iterator();
    }
  }

  /// What a shell offers to complete.
  static final class ResultWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return results().iterator();
    }
  }

  private static List<String> deeds() {
    return Stream.of(DeedKind.values()).map(DeedKind::word).toList();
  }

  private static List<String> results() {
    return Stream.of(Result.values()).map(Result::word).toList();
  }

  private static TypeConversionException unknown(String word, List<String> known) {
    return new TypeConversionException("'" + word + "' is none of " + String.join(", ", known));
  }
}
