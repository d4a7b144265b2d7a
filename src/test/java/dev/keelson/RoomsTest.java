package dev.keelson;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which room may use which: the table of the design, held against the code.
class RoomsTest {
  private static final String ROOT = "dev.keelson";

  /// `*` stands for every room, `records` for the record types of every room.
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("config", Set.of("records")),
          Map.entry("secret", Set.of()),
          Map.entry("envelope", Set.of()),
          Map.entry("ledger", Set.of()),
          Map.entry("health", Set.of()),
          Map.entry("kek", Set.of("envelope", "ledger", "secret")),
          Map.entry("issuer", Set.of("ledger")),
          Map.entry("cryptoki", Set.of()),
          Map.entry("tpm", Set.of()),
          Map.entry("token", Set.of("cryptoki", "secret", "kek", "issuer", "health", "envelope")),
          Map.entry("kms", Set.of("kek", "health", "ledger", "host")),
          Map.entry("enrollment", Set.of("issuer", "health", "ledger", "host")),
          Map.entry("census", Set.of("kek")),
          Map.entry("recovery", Set.of("kek", "secret")),
          Map.entry("console", Set.of("health", "kek", "issuer", "ledger")),
          Map.entry("host", Set.of("secret", "health")),
          Map.entry("cli", Set.of("*")));

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @ParameterizedTest
  @MethodSource("rooms")
  void roomUsesOnlyTheRoomsOfTheTable(String room) {
    Set<String> allowed = MAY_USE.getOrDefault(room, Set.of());
    if (allowed.contains("*")) {
      return;
    }
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + room + "..")
        .should()
        .dependOnClassesThat(
            ours()
                .and(resideOutsideOfPackages(packages(room, allowed)))
                .and(unlessRecords(allowed)))
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void everyPackageIsARoomOfTheTable() {
    Set<String> rooms =
        CODE.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(ROOT + "."))
            .map(name -> name.substring(ROOT.length() + 1).replaceFirst("\\..*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(MAY_USE.keySet()).containsAll(rooms);
    assertThat(rooms)
        .contains("config", "secret", "envelope", "health", "kek", "cryptoki", "token");
  }

  @Test
  void foreignMemoryStaysBehindTheFence() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".cryptoki..", ROOT + ".tpm..", ROOT + ".host..", ROOT + ".secret..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(CODE);
  }

  @Test
  void grpcStaysAtTheDoors() {
    classes()
        .that()
        .resideInAnyPackage(
            Stream.of("kek", "token", "cryptoki", "envelope", "secret", "health", "config")
                .map(room -> ROOT + "." + room + "..")
                .toArray(String[]::new))
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.not(resideInAnyPackage("io.grpc..", "io.netty..", "io.vertx..")))
        .check(CODE);
  }

  static Stream<String> rooms() {
    return MAY_USE.keySet().stream().sorted();
  }

  private static DescribedPredicate<JavaClass> ours() {
    return resideInAnyPackage(ROOT + "..");
  }

  private static DescribedPredicate<JavaClass> unlessRecords(Set<String> allowed) {
    return DescribedPredicate.describe(
        "not a permitted record type", used -> !(allowed.contains("records") && isValue(used)));
  }

  /// A record, an enum, or the sealed interface over records, such as an address in its two forms.
  private static boolean isValue(JavaClass used) {
    return used.isRecord() || used.isEnum() || used.reflect().isSealed();
  }

  private static String[] packages(String room, Set<String> allowed) {
    return Stream.concat(Stream.of(room), allowed.stream())
        .filter(name -> !name.equals("records"))
        .map(name -> ROOT + "." + name + "..")
        .toArray(String[]::new);
  }
}
