package dev.keelson.token;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which token is meant: by serial, label, or both; never by slot number, which vendors renumber.
public record TokenSelector(Optional<String> label, Optional<String> serial) {
  public TokenSelector {
    if (label.isEmpty() && serial.isEmpty()) {
      throw new IllegalArgumentException("a token is chosen by its label, its serial, or both");
    }
  }

  public boolean selects(String tokenLabel, String tokenSerial) {
    return label.map(tokenLabel::equals).orElse(true)
        && serial.map(tokenSerial::equals).orElse(true);
  }

  @Override
  public String toString() {
    return Stream.of(label.map(l -> "label '" + l + "'"), serial.map(s -> "serial '" + s + "'"))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" and "));
  }
}
