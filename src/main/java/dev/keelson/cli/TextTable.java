package dev.keelson.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A table as people read it: columns as wide as their widest cell, two blanks apart.
///
/// @param rows each with as many cells as the head
public record TextTable(List<String> head, List<List<String>> rows) {
  public TextTable {
    int columns = head.size();
    if (rows.stream().anyMatch(row -> row.size() != columns)) {
      throw new IllegalArgumentException("a row has as many cells as the head");
    }
    head = List.copyOf(head);
    rows = List.copyOf(rows);
  }

  @Override
  public String toString() {
    return lines().map(this::padded).collect(Collectors.joining("\n"));
  }

  private Stream<List<String>> lines() {
    return Stream.concat(Stream.of(head), rows.stream());
  }

  private String padded(List<String> line) {
    return IntStream.range(0, line.size())
        .mapToObj(
            column -> line.get(column) + " ".repeat(width(column) - line.get(column).length()))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private int width(int column) {
    return lines().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }
}
