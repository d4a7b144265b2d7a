package dev.keelson.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// In a `/proc` of the test's own, as a kernel without SO_PEERPIDFD leaves us with.
class PeerProcessTest {
  private static final int PID = 7;
  private static final Peer PEER = new Peer(OwnUser.uid(), OwnUser.gid(), PID);

  @TempDir private Path proc;
  private Path process;

  @BeforeEach
  void begins() throws Exception {
    process = Files.createDirectory(proc.resolve(Integer.toString(PID)));
    stat("a", 'S', 99);
    cgroup("/system.slice/etcd.service");
  }

  private void stat(String name, char state, long startTicks) throws IOException {
    String line =
        PID
            + " ("
            + name
            + ") "
            + state
            + " 1 7 7 0 -1 0 0 0 0 0 250 51 9 9 20 0 1 0 "
            + startTicks;
    Files.writeString(process.resolve("stat"), line + " 8 9\n", ISO_8859_1);
  }

  private void cgroup(String path) throws IOException {
    Files.writeString(process.resolve("cgroup"), "0::" + path + "\n", ISO_8859_1);
  }

  private Optional<PeerProcess> of(Peer peer) {
    return PeerProcess.in(proc, peer, Optional.empty());
  }

  private PeerProcess known() {
    return of(PEER).orElseThrow();
  }

  @Test
  void isSeenWithItsUnit() {
    assertThat(known().look())
        .contains(new PeerProcess.Sighting(PEER, Optional.of("etcd.service")));
  }

  @Test
  void isSeenWhereverItGoes() throws Exception {
    PeerProcess known = known();
    cgroup("/user.slice");
    assertThat(known.look()).contains(new PeerProcess.Sighting(PEER, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a) R 1 (b",
        "7 (a) Z 1",
        ")",
        "(",
        "))) Z 0 0",
        "a\n7 (b) Z 1",
        "",
        "\u00ff\u00c3"
      })
  void mayHaveAnyName(String name) throws Exception {
    stat(name, 'S', 99);
    PeerProcess known = known();
    assertThat(known.stillThere()).isTrue();
    stat(name, 'S', 100);
    assertThat(known.stillThere()).isFalse();
    stat(name, 'Z', 99);
    assertThat(known.stillThere()).isFalse();
  }

  @Test
  void isNotAnotherThatHasItsNumber() throws Exception {
    PeerProcess known = known();
    stat("a", 'S', 100);
    assertThat(known.stillThere()).isFalse();
    assertThat(known.look()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(chars = {'Z', 'X'})
  void isGoneWhenItHasEnded(char state) throws Exception {
    PeerProcess known = known();
    stat("a", state, 99);
    assertThat(known.stillThere()).isFalse();
    assertThat(of(PEER)).isEmpty();
  }

  @Test
  void isGoneWhenProcHasItNoLonger() throws Exception {
    PeerProcess known = known();
    Files.delete(process.resolve("stat"));
    assertThat(known.stillThere()).isFalse();
    assertThat(of(PEER)).isEmpty();
  }

  @Test
  void isNotSeenWithoutItsGroup() throws Exception {
    PeerProcess known = known();
    Files.delete(process.resolve("cgroup"));
    assertThat(known.look()).isEmpty();
  }

  @Test
  void isGoneWhenItsConnectionHasEnded() {
    PeerProcess known = known();
    known.close();
    assertThat(known.stillThere()).isFalse();
    assertThat(known.look()).isEmpty();
  }

  @Test
  void isTheUserWhoConnected() {
    assertThat(of(new Peer(PEER.uid() + 1, PEER.gid(), PID))).isEmpty();
  }

  /// What the kernel shows of a process that has no number here.
  @Test
  void isNoneWithoutANumber() throws Exception {
    Files.move(process, proc.resolve("0"));
    assertThat(of(new Peer(PEER.uid(), PEER.gid(), 0))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "7 (a) S", "7 (a) S 1 7 7 0 -1 0 0 0 0 0 x x 9 9 20 0 1 0 99"})
  void isNotToBeReadFromAnythingElse(String stat) throws Exception {
    Files.writeString(process.resolve("stat"), stat);
    assertThat(of(PEER)).isEmpty();
  }
}
