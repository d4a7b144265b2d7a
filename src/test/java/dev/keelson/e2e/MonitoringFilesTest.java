package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What `docs` has for those who watch: rules, runbooks and a dashboard that fit each other and the
/// metrics of a daemon.
class MonitoringFilesTest {
  private static final Path RUNBOOKS = Path.of("docs", "runbooks");
  private static final Pattern METRIC = Pattern.compile("\\bkeelson_\\w+|\\bup\\b");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");

  @TempDir private static Path dir;
  private static Set<String> metrics;

  @BeforeAll
  static void scrape() throws Exception {
    try (var site = ManagementSite.in(dir);
        var _ = site.site().start(site.yaml() + new IssuerSite(site.site()).section())) {
      Eventually.until(() -> site.answers("/livez"));
      metrics =
          site.metrics().samples().keySet().stream()
              .map(sample -> sample.replaceFirst("\\{.*", ""))
              .collect(Collectors.toSet());
    }
    metrics.add("up"); // Prometheus's own
  }

  static Stream<AlertRules.Alert> alerts() {
    return AlertRules.read().alerts().stream();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void anAlertAsksForMetricsThatADaemonHas(AlertRules.Alert alert) {
    assertThat(named(List.of(alert.expression()))).isNotEmpty().isSubsetOf(metrics);
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void anAlertSaysHowBadItIsAndWhatToDo(AlertRules.Alert alert) {
    assertThat(alert.labels().path("severity").asString("")).isIn("critical", "warning");
    for (String annotation : List.of("summary", "do")) {
      assertThat(alert.annotations().path(annotation).asString("")).as(annotation).isNotBlank();
    }
    assertThat(alert.annotations().path("runbook").asString(""))
        .isEqualTo(RUNBOOKS.resolve(alert + ".md").toString());
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void aRunbookHasTheSameParts(AlertRules.Alert alert) throws Exception {
    String severity = alert.labels().path("severity").asString("");
    String page = Files.readString(RUNBOOKS.resolve(alert + ".md"));
    assertThat(page)
        .startsWith("# " + alert + "\n")
        .containsSubsequence(
            "\n**Time left.** ", "\n## What to type\n", "```", "\n## Over when\n", "\n## Do not\n");
    assertThat(page.lines().toList().get(2)).startsWithIgnoringCase(severity);
  }

  @Test
  void thePageOfTheMetricsNamesEachOfTheIssuer() throws Exception {
    Set<String> named =
        Pattern.compile("keelson_issuer_[a-z_]+")
            .matcher(Files.readString(Path.of("docs", "metrics.md")))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            metrics.stream().filter(name -> name.startsWith("keelson_issuer_")).toList());
  }

  @Test
  void eachRunbookBelongsToAnAlert() throws Exception {
    try (Stream<Path> pages = Files.list(RUNBOOKS)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(alerts().map(alert -> alert + ".md").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void aRunbookLeadsToPagesThatExist(AlertRules.Alert alert) throws Exception {
    String page = Files.readString(RUNBOOKS.resolve(alert + ".md"));
    assertThat(LINK.matcher(page).results().map(link -> RUNBOOKS.resolve(link.group(1))))
        .allSatisfy(target -> assertThat(target).exists());
  }

  @Test
  void theDashboardAsksForMetricsThatADaemonHas() {
    assertThat(named(Dashboard.read().expressions())).hasSizeGreaterThan(20).isSubsetOf(metrics);
  }

  @Test
  void theDashboardIsOfTheInstancesAndTheDataSourceThatAreChosen() {
    var dashboard = Dashboard.read();
    assertThat(dashboard.json().at("/templating/list").valueStream())
        .extracting(variable -> variable.get("name").asString())
        .containsExactly("datasource", "instance");
    assertThat(dashboard.panels())
        .filteredOn(panel -> panel.has("targets"))
        .allSatisfy(panel ->
            assertThat(panel.at("/datasource/uid").asString(""))
                .as("%s", panel.get("title"))
                .isEqualTo("${datasource}"));
    assertThat(dashboard.rows())
        .containsExactly("Is it up", "Traffic and latency", "Tokens", "Keys", "Ledger", "JVM");
  }

  @Test
  void noTwoPanelsOfTheDashboardLieOnEachOther() {
    List<JsonNode> panels = Dashboard.read().panels();
    assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
    assertThat(panels).flatExtracting(MonitoringFilesTest::cells).doesNotHaveDuplicates();
  }

  private static List<String> cells(JsonNode panel) {
    JsonNode grid = panel.get("gridPos");
    int left = grid.get("x").asInt();
    int right = left + grid.get("w").asInt();
    int top = grid.get("y").asInt();
    int bottom = top + grid.get("h").asInt();
    assertThat(right).isLessThanOrEqualTo(24);
    return Stream.iterate(top, y -> y < bottom, y -> y + 1)
        .flatMap(y -> Stream.iterate(left, x -> x < right, x -> x + 1).map(x -> x + "," + y))
        .toList();
  }

  private static Set<String> named(Collection<String> expressions) {
    return expressions.stream()
        .flatMap(expression -> METRIC.matcher(expression).results())
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }
}
