package dev.keelson.cli.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What was found so far, in the order of looking.
public final class Chart {
  private final List<Finding> findings = new ArrayList<>();

  /// Where findings of one group are noted.
  public record Group(Chart chart, String name) {
    public void good(String seen) {
      note(Mark.GOOD, seen, "");
    }

    public void warn(String seen, String fix) {
      note(Mark.WARN, seen, fix);
    }

    public void bad(String seen, String fix) {
      note(Mark.BAD, seen, fix);
    }

    private void note(Mark mark, String seen, String fix) {
      chart.findings.add(new Finding(name, mark, seen, fix));
    }
  }

  public Group group(String name) {
    return new Group(this, name);
  }

  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  public long count(Mark mark) {
    return findings.stream().filter(one -> one.mark() == mark).count();
  }

  /// As people read it: groups, signs, and under what is not good the way out.
  @Override
  public String toString() {
    Map<String, List<Finding>> groups =
        findings.stream()
            .collect(
                Collectors.groupingBy(Finding::group, LinkedHashMap::new, Collectors.toList()));
    String body =
        groups.entrySet().stream()
            .map(group -> group.getKey() + "\n" + lines(group.getValue()))
            .collect(Collectors.joining("\n\n"));
    return body + "\n\n" + summary();
  }

  private static String lines(List<Finding> group) {
    return group.stream().map(Chart::line).collect(Collectors.joining("\n"));
  }

  private static String line(Finding one) {
    String seen = "  " + one.mark().sign() + " " + one.seen();
    return one.fix().isEmpty() ? seen : seen + "\n      do: " + one.fix();
  }

  private String summary() {
    return count(Mark.GOOD)
        + " good, "
        + count(Mark.WARN)
        + " to know of, "
        + count(Mark.BAD)
        + " bad";
  }
}
