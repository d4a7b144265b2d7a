package dev.keelson.host;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.keelson.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SocketFileTest {
  private static final int STARTS = 15;

  @TempDir private Path dir;
  private Path path;
  private UnixAddress address;

  @BeforeEach
  void name() {
    path = dir.resolve("kms.sock");
    address = new UnixAddress.File(path);
  }

  @Test
  void isForItsOwnerAloneUnlessSaidOtherwise() throws Exception {
    try (var _ = UnixServer.start(SocketSettings.privateAt(address), Sockets.named("a"))) {
      assertThat(Sockets.look(path).permissions()).isEqualTo(fromString("rw-------"));
    }
  }

  @Test
  void hasTheModeAndTheGroupOfTheSettings() throws Exception {
    assumeRoot();
    try (var _ = UnixServer.start(forGroup(), Sockets.named("a"))) {
      assertThat(Sockets.look(path).permissions()).isEqualTo(fromString("rw-rw----"));
      assertThat(Sockets.look(path).group().getName()).isEqualTo(Sockets.aGroup());
    }
  }

  @Test
  void isNeverSeenUnfinished() throws Exception {
    assumeRoot();
    Set<String> seen = new ConcurrentSkipListSet<>();
    for (int i = 0; i < STARTS; i++) {
      var watching = new CountDownLatch(1);
      var first = CompletableFuture.supplyAsync(() -> firstSight(watching));
      watching.await();
      try (var _ = UnixServer.start(forGroup(), Sockets.named("a"))) {
        seen.add(first.join());
      }
    }
    assertThat(seen).containsExactly("rw-rw---- " + Sockets.aGroup());
  }

  @Test
  void leavesNothingBehindButTheLock() throws Exception {
    try (var _ = UnixServer.start(SocketSettings.privateAt(address), Sockets.named("a"))) {
      assertThat(Sockets.in(dir)).containsExactly(".kms.sock.lock", "kms.sock");
    }
    assertThat(Sockets.in(dir)).containsExactly(".kms.sock.lock");
    assertThat(Sockets.look(dir.resolve(".kms.sock.lock")).permissions())
        .isEqualTo(fromString("rw-------"));
  }

  @Test
  void leavesNothingBehindWhenItCannotGetItsGroup() throws Exception {
    var settings = forGroup(Optional.of("no-such-group-here"));
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> UnixServer.start(settings, Sockets.named("a")))
        .withMessage("this host has no group 'no-such-group-here'");
    assertThat(Sockets.in(dir)).containsExactly(".kms.sock.lock");
    Eventually.until(
        () -> socketThreads().isEmpty()); // a loop that has ended is a moment in ending
  }

  @Test
  void mayHaveAPathOfAllThe107Bytes() throws Exception {
    Path deep = dir.resolve("d".repeat(UnixAddress.MAX_BYTES - dir.toString().length() - 10));
    Path longest = Files.createDirectory(deep).resolve("kms.sock");
    assertThat(longest.toString()).hasSize(UnixAddress.MAX_BYTES);
    var there = new UnixAddress.File(longest);
    try (var _ = UnixServer.start(SocketSettings.privateAt(there), Sockets.named("a"))) {
      assertThat(Files.exists(longest, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
  }

  @Test
  void needsNoLongerPathWhileItIsUnfinishedWhateverItsName() {
    assertThat(List.of("kms.sock", "issuer.sock", "management.sock", "s", "z".repeat(100)))
        .allSatisfy(
            name -> assertThat(SocketClaim.workshopName(name) + "/s").hasSizeLessThanOrEqualTo(8));
  }

  private SocketSettings forGroup() {
    return forGroup(Optional.of(Sockets.aGroup()));
  }

  private SocketSettings forGroup(Optional<String> group) {
    return new SocketSettings(address, fromString("rw-rw----"), group, Set.of());
  }

  private static void assumeRoot() {
    assumeThat(OwnUser.uid())
        .as("only root can give a file to any group: run the tests as root")
        .isZero();
  }

  /// Looks without a pause until the file is there.
  private String firstSight(CountDownLatch watching) {
    watching.countDown();
    while (!Thread.interrupted()) {
      try {
        var seen = Sockets.look(path);
        return PosixFilePermissions.toString(seen.permissions()) + " " + seen.group().getName();
      } catch (NoSuchFileException _) {
        Thread.onSpinWait();
      } catch (IOException e) {
        return e.toString();
      }
    }
    return "nothing";
  }

  private static List<String> socketThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("socket-"))
        .toList();
  }
}
