package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two processes at a time write one ledger, and both are killed wherever they are: a hundred
/// times.
@Timeout(300)
class LedgerKillTest {
  private static final int ROUNDS = 100;
  private static final int MOST_WORDS = 10;

  @TempDir private static Path forTheJvm;
  private static QuickJvm jvm;

  @TempDir private Path dir;
  private final Random random = new Random(200);
  private final Map<Long, Entry> repairs = new TreeMap<>();
  private long size;
  private int acknowledgedInAll;

  @BeforeAll
  static void train() throws Exception {
    Path trial = Files.createDirectories(forTheJvm.resolve("trial"));
    jvm = QuickJvm.trained(forTheJvm, LedgerChild.class, trial.toString(), "REQUIRE", "5", "4");
  }

  @Test
  void losesNothingThatWasAcknowledgedAndForgetsNoRepair() throws Exception {
    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        List<Callable<List<String>>> victims = List.of(victim(2 * round), victim(2 * round + 1));
        List<String> acknowledged = new ArrayList<>();
        for (Future<List<String>> killed : both.invokeAll(victims)) {
          acknowledged.addAll(killed.get());
        }
        assertThat(acknowledged).noneMatch(line -> line.startsWith("refused"));
        FileLedger.open(LedgerKilledChild.settings(dir), LedgerFixture.CLOCK).close();
        assertKept(acknowledged);
        assertRepairsAreRecorded();
      }
    }
    assertThat(LedgerFixture.verify(ledger()).violations()).isEmpty();
    assertThat(acknowledgedInAll).as("entries acknowledged").isGreaterThan(5 * ROUNDS);
    assertThat(repairs).as("lines torn by a kill").hasSizeGreaterThan(ROUNDS / 10);
  }

  private Path ledger() {
    return LedgerKilledChild.settings(dir).dir();
  }

  /// Starts one, kills it at some time, and tells what it was told is written. Some die when they
  /// have said no more than that they begin, so that the repair of a line is what is cut short.
  private Callable<List<String>> victim(int number) {
    int words = 1 + random.nextInt(MOST_WORDS);
    int millis = random.nextInt(words == 1 ? 400 : 20);
    return () -> {
      Process child =
          jvm.child(LedgerKilledChild.class, dir.toString(), Integer.toString(number * 1_000_000))
              .start();
      try (BufferedReader out = child.inputReader(UTF_8)) {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < words; i++) {
          said.add(out.readLine());
        }
        Thread.sleep(millis);
        // unlike that of Process, this leaves the pipe open
        assertThat(child.toHandle().destroyForcibly()).isTrue();
        out.lines().forEach(said::add);
        assertThat(child.waitFor()).isEqualTo(128 + 9);
        return said.stream().filter(line -> line.matches("call-\\d+\\.|refused .*")).toList();
      }
    };
  }

  private void assertKept(List<String> acknowledged) throws LedgerException {
    var verifier = new LedgerVerifier(ledger(), List.of(), List.of(), LedgerProgress.NONE);
    var range = new LedgerVerifier.Range(Math.max(1, size), Long.MAX_VALUE);
    if (Files.exists(LedgerFile.in(ledger(), 1).path())) {
      assertThat(verifier.verify(range).violations()).isEmpty();
    }
    List<Entry> fresh = new ArrayList<>();
    new FileLedgerReader(ledger()).read(size + 1, fresh::add);
    assertThat(fresh.stream().map(entry -> entry.deed().call().uid() + ".").toList())
        .containsAll(acknowledged);
    fresh.stream()
        .filter(entry -> entry.deed().kind() == DeedKind.REPAIR)
        .forEach(entry -> repairs.put(entry.sequence(), entry));
    size += fresh.size();
    acknowledgedInAll += acknowledged.size();
  }

  private void assertRepairsAreRecorded() throws IOException {
    try (Stream<Path> all = Files.list(ledger())) {
      Map<String, Path> torn =
          all.filter(file -> file.toString().contains("torn"))
              .collect(Collectors.toMap(file -> String.valueOf(file.getFileName()), file -> file));
      assertThat(torn).hasSameSizeAs(repairs);
      for (var repair : repairs.entrySet()) {
        var told = repair.getValue().deed().details().texts();
        byte[] kept = Files.readAllBytes(torn.get("ledger-torn-" + repair.getKey()));
        assertThat(told)
            .containsEntry(Detail.FILE, "ledger-torn-" + repair.getKey())
            .containsEntry(Detail.LENGTH, Integer.toString(kept.length))
            .containsEntry(Detail.SHA256, ChainHash.of(kept).hex());
      }
    }
  }
}
