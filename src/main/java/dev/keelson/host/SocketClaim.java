package dev.keelson.host;

import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A socket's path, claimed by a lock beside it. The socket is bound in a directory that only the
/// daemon may enter, given its mode and group, then moved to its path: it appears there finished.
public final class SocketClaim implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketClaim.class);

  private static final String UNFINISHED = "s";

  /// As many as have names of five digits.
  private static final long WORKSHOPS = 36L * 36 * 36 * 36 * 36;

  private final Path path;
  private final FileChannel lock;
  private final Path workshop;

  private SocketClaim(Path path, FileChannel lock, Path workshop) {
    this.path = path;
    this.lock = lock;
    this.workshop = workshop;
  }

  /// Takes the path for this process.
  ///
  /// @throws ListenException when somebody serves there, or the place cannot be used
  public static SocketClaim claim(Path path) throws ListenException {
    try {
      FileChannel lock = lock(path);
      try {
        refuseUnlessFree(path);
        return new SocketClaim(path, lock, workshop(path));
      } catch (IOException | ListenException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      Path parent = path.getParent();
      throw new ListenException(
          "the socket " + path + " cannot be made: " + e,
          "the directory must exist and belong to the daemon's user: install -d -m 0755 -o keelson "
              + parent,
          e);
    }
  }

  private static FileChannel lock(Path path) throws IOException, ListenException {
    FileChannel channel =
        FileChannel.open(
            path.resolveSibling("." + path.getFileName() + ".lock"),
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // Held by this very process: as taken as if another held it.
    }
    channel.close();
    throw served(path);
  }

  private static void refuseUnlessFree(Path path) throws IOException, ListenException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!SocketFile.isAt(path)) {
      throw new ListenException(
          path + " exists and is not a socket", "move it away, or choose another socket", null);
    }
    try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Else it would wait for a process that hangs with its queue full.
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      throw served(path);
    } catch (ConnectException _) {
      LOG.info("replace-stale-socket path={}", path);
    } catch (SocketException _) {
      throw served(path);
    }
  }

  private static ListenException served(Path path) {
    return new ListenException(
        "another process serves the socket " + path,
        "find it with: ss -xlp src " + path + "; stop it, or choose another socket",
        null);
  }

  private static Path workshop(Path path) throws IOException {
    Path workshop = path.resolveSibling(workshopName(path.getFileName().toString()));
    // Left by a process that was killed: one that lived would hold the lock.
    Files.deleteIfExists(workshop.resolve(UNFINISHED));
    Files.deleteIfExists(workshop);
    return Files.createDirectory(
        workshop,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /// Short, since the path of the unfinished socket has to fit in 107 bytes, too: no longer than
  /// that of a `kms.sock`. The same at each start of one socket, and another for one beside it.
  static String workshopName(String socket) {
    long number = Integer.toUnsignedLong(socket.hashCode()) % WORKSHOPS;
    return "." + Long.toString(number, Character.MAX_RADIX);
  }

  DomainSocketAddress bindAddress() {
    return new DomainSocketAddress(unfinished().toString());
  }

  /// Where the socket is bound, before it is published.
  public Path unfinished() {
    return workshop.resolve(UNFINISHED);
  }

  /// Moves the bound socket to its path; from now on callers reach it.
  public void publish(SocketSettings settings) throws ListenException {
    try {
      if (settings.group().isPresent()) {
        giveTo(settings.group().get());
      }
      Files.setPosixFilePermissions(unfinished(), settings.mode());
      Files.move(unfinished(), path, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(workshop);
    } catch (IOException e) {
      throw new ListenException(
          "the socket " + path + " cannot be given its mode or group: " + e,
          "the daemon's user must be a member of socket.group, and own the directory",
          e);
    }
  }

  private void giveTo(String group) throws IOException, ListenException {
    var groups = unfinished().getFileSystem().getUserPrincipalLookupService();
    try {
      var principal = groups.lookupPrincipalByGroupName(group);
      Files.getFileAttributeView(unfinished(), PosixFileAttributeView.class).setGroup(principal);
    } catch (UserPrincipalNotFoundException e) {
      throw new ListenException(
          "this host has no group '" + group + "'",
          "mend socket.group, or make the group: groupadd --system " + group,
          e);
    }
  }

  /// Removes the socket; the lock's file stays, because removing it would let two daemons hold one.
  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
      Files.deleteIfExists(unfinished());
      Files.deleteIfExists(workshop);
      lock.close();
    } catch (IOException e) {
      LOG.warn("remove-socket path={} result=failed cause=\"{}\"", path, e.toString());
    }
  }
}
