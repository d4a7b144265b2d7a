package dev.keelson.config;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What a scalar has to be, and how its text becomes it.
///
/// @param noun the kind's name, with its article
/// @param fix what to write, told after any fault of a value of this kind
/// @param reader throws IllegalArgumentException with a sentence, as the records' constructors do
record Kind<T>(String noun, String fix, Function<String, T> reader) {

  /// A kind whose whole text has this form.
  static <T> Kind<T> matching(String noun, String form, Function<String, T> reader) {
    Pattern pattern = Pattern.compile(form, Pattern.DOTALL);
    return new Kind<>(
        noun,
        "write " + noun,
        text -> {
          if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not " + noun);
          }
          return reader.apply(text);
        });
  }

  Kind<T> fix(String better) {
    return new Kind<>(noun, better, reader);
  }

  /// The same, if the rule takes the value too: a record's constructor, or what throws like one.
  Kind<T> accepted(Consumer<T> rule) {
    return new Kind<>(
        noun,
        fix,
        text -> {
          T value = reader.apply(text);
          rule.accept(value);
          return value;
        });
  }
}
