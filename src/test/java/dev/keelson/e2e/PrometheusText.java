package dev.keelson.e2e;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prometheus's text format 0.0.4, read strictly: a line that is not of it is an error, and so is a
/// sample without its TYPE before it, a name or a label that Prometheus would not take, or the same
/// sample twice.
///
/// @param types by family
/// @param samples by name and labels, as they stand there
record PrometheusText(Map<String, String> types, Map<String, Double> samples) {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
  private static final Pattern HELP = Pattern.compile("# HELP " + NAME + " [^\\n]+");
  private static final Pattern SAMPLE =
      Pattern.compile("((" + NAME + ")(?:\\{" + LABEL + "(?:," + LABEL + ")*,?})?) (\\S+)");
  private static final Set<String> PARTS = Set.of("_bucket", "_sum", "_count");

  static PrometheusText parse(String text) {
    var read = new PrometheusText(new HashMap<>(), new LinkedHashMap<>());
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line does not end");
    }
    text.lines().forEach(read::line);
    return read;
  }

  private void line(String line) {
    Matcher type = TYPE.matcher(line);
    if (type.matches()) {
      if (types.put(type.group(1), type.group(2)) != null) {
        throw new AssertionError("two families of one name: " + line);
      }
    } else if (!HELP.matcher(line).matches()) {
      sample(line);
    }
  }

  private void sample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches() || !types.containsKey(family(sample.group(2)))) {
      throw new AssertionError("no line of the format: " + line);
    }
    if (samples.put(sample.group(1), Double.valueOf(sample.group(3))) != null) {
      throw new AssertionError("twice: " + line);
    }
  }

  private String family(String name) {
    for (String part : PARTS) {
      String family = name.endsWith(part) ? name.substring(0, name.length() - part.length()) : name;
      if (Set.of("histogram", "summary").contains(types.getOrDefault(family, ""))) {
        return family;
      }
    }
    return name;
  }

  double value(String sample) {
    Double value = samples.get(sample);
    if (value == null) {
      throw new AssertionError(sample + " is not among " + samples.keySet());
    }
    return value;
  }
}
