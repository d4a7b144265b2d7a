package dev.keelson.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// A descriptor that stands for one process, and never for a later one with its number
/// (pidfd_open(2)).
final class PidFd implements AutoCloseable {
  /// Of asm-generic/socket.h, since Linux 6.5; the same on x86-64 and aarch64.
  static final int SO_PEERPIDFD = 77;

  private static final int SOL_SOCKET = 1;
  private static final int ENOPROTOOPT = 92;
  private static final String PID = "Pid:";
  private static final long GONE = -1;

  private final FileDescriptor descriptor;

  private PidFd(FileDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  /// Of the process that connected, even if another has the socket by now. On the channel's own
  /// thread, so that its descriptor is not another file's meanwhile.
  ///
  /// @param option that the kernel is asked for
  /// @return empty when the kernel is too old to know the option
  /// @throws IOException when it knows it and gives none: the process was gone before we accepted
  static Optional<PidFd> ofPeer(EpollDomainSocketChannel channel, int option) throws IOException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    int result = getsockopt(channel.fd().intValue(), option);
    if (result == -ENOPROTOOPT) {
      return Optional.empty();
    }
    if (result < 0) {
      throw new IOException("the kernel gives no descriptor of the peer: errno " + -result);
    }
    return Optional.of(new PidFd(new FileDescriptor(result)));
  }

  /// By hand: Netty's own call tells the reason only in the language of the machine.
  ///
  /// @return the option's value, or the negative errno
  @SuppressWarnings("restricted") // downcallHandle: getsockopt(2)
  private static int getsockopt(int socket, int option) {
    Linker linker = Linker.nativeLinker();
    StructLayout state = Linker.Option.captureStateLayout();
    try (Arena arena = Arena.ofConfined()) {
      var getsockopt =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("getsockopt"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
              Linker.Option.captureCallState("errno"));
      MemorySegment after = arena.allocate(state);
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
      int result = (int) getsockopt.invokeExact(after, socket, SOL_SOCKET, option, value, length);
      return result == 0
          ? value.get(JAVA_INT, 0)
          : -after.get(JAVA_INT, state.byteOffset(PathElement.groupElement("errno")));
    } catch (Throwable e) {
      throw new AssertionError("a downcall throws nothing of its own", e);
    }
  }

  /// Whether the process is there, under this number. A process that has ended counts as there
  /// until its parent has asked how.
  ///
  /// Locked against [#close()], after which the number may be another file's.
  synchronized boolean is(int pid) {
    return pid() == pid;
  }

  /// What the kernel writes is -1 for a process that is gone, and 0 for one that has no number here
  /// (fs/pidfs.c, `pidfd_show_fdinfo`).
  private long pid() {
    if (!descriptor.isOpen()) {
      return GONE;
    }
    Path info = Path.of("/proc/self/fdinfo", Integer.toString(descriptor.intValue()));
    try (Stream<String> lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith(PID))
          .mapToLong(line -> Long.parseLong(line.substring(PID.length()).strip()))
          .findFirst()
          .orElse(GONE);
    } catch (IOException e) {
      return GONE;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    descriptor.close();
  }
}
