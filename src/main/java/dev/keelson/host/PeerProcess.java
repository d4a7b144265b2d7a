package dev.keelson.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.channel.epoll.EpollDomainSocketChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process that made a connection. A socket outlives it in its children's hands, and its number
/// goes to others: so it is asked for again at each call.
///
/// Known by its number, its start time and, from Linux 6.5 on, a descriptor from the kernel.
/// Without that one, a process that took the number before we accepted is caught by nothing but its
/// uid.
public final class PeerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerProcess.class);
  private static final Path PROC = Path.of("/proc");

  /// The process as it was at one moment.
  ///
  /// @param unit of the system's service manager; empty when it runs in none
  public record Sighting(Peer peer, Optional<String> unit) {}

  private final Peer peer;
  private final Path directory;
  private final long startTicks;
  private final Optional<PidFd> handle;
  private volatile boolean connected = true;

  private PeerProcess(Peer peer, Path directory, long startTicks, Optional<PidFd> handle) {
    this.peer = peer;
    this.directory = directory;
    this.startTicks = startTicks;
    this.handle = handle;
  }

  /// Remembers who connected, until the connection ends.
  ///
  /// @return empty when it is gone, or cannot be seen from here
  static Optional<PeerProcess> behind(EpollDomainSocketChannel channel, Peer peer) {
    try {
      Optional<PidFd> handle = PidFd.ofPeer(channel, PidFd.SO_PEERPIDFD);
      Optional<PeerProcess> process = in(PROC, peer, handle);
      process.ifPresentOrElse(
          known -> channel.closeFuture().addListener(_ -> known.close()),
          () -> handle.ifPresent(PeerProcess::close));
      return process;
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// @param proc where the kernel shows its processes
  static Optional<PeerProcess> in(Path proc, Peer peer, Optional<PidFd> handle) {
    Path directory = proc.resolve(Integer.toString(peer.pid()));
    try {
      long startTicks = ProcessStat.in(directory).startTicks();
      var process = new PeerProcess(peer, directory, startTicks, handle);
      return process.stillThere() ? Optional.of(process) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Whether the process that connected runs, as the user that it was, and holds the connection or
  /// has left it to others.
  public boolean stillThere() {
    try {
      return connected
          && peer.pid() > 0 // 0 is what the kernel shows of a process in another pid namespace
          && isTheSame(ProcessStat.in(directory))
          && owner() == peer.uid()
          // Last: what was read above was of our process if it still has its number now.
          && handle.map(fd -> fd.is(peer.pid())).orElse(true);
    } catch (IOException _) {
      return false;
    }
  }

  private boolean isTheSame(ProcessStat now) {
    return now.startTicks() == startTicks && !now.ended();
  }

  /// The effective uid: of a directory that all may enter the kernel tells it even when the process
  /// is not dumpable (fs/proc/base.c, `task_dump_owner`).
  private int owner() throws IOException {
    return (int) Files.getAttribute(directory, "unix:uid");
  }

  /// Looks at it now, between two looks whether it is there.
  ///
  /// @return empty when it is gone
  public Optional<Sighting> look() {
    if (!stillThere()) {
      return Optional.empty();
    }
    List<String> groups;
    try {
      groups = Files.readAllLines(directory.resolve("cgroup"), ISO_8859_1);
    } catch (IOException _) {
      return Optional.empty();
    }
    return stillThere()
        ? Optional.of(new Sighting(peer, SystemdUnit.of(groups)))
        : Optional.empty();
  }

  /// When the connection ends. From then on the process is not there.
  @Override
  public void close() {
    connected = false;
    handle.ifPresent(PeerProcess::close);
  }

  private static void close(PidFd handle) {
    try {
      handle.close();
    } catch (IOException e) {
      LOG.warn("close-pidfd result=failed cause=\"{}\"", e.toString());
    }
  }

  @Override
  public String toString() {
    return peer.toString();
  }
}
