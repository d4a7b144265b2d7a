package dev.keelson.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Sockets that the service manager listens on and hands over at the start (sd_listen_fds(3)). It
/// holds them while the daemon is down, so no caller is ever refused.
final class InheritedSockets {
  private static final int FIRST = 3;

  /// Far above what any unit has: a number that is read from the environment shall not run a loop.
  private static final int MOST = 64;

  /// `sun_path` follows a family of two bytes (unix(7)).
  private static final int PATH_AT = 2;

  private static final int SOCKADDR_BYTES = PATH_AT + UnixAddress.MAX_BYTES + 1;

  /// As fcntl.h of Linux numbers them, on x86-64 and aarch64 alike.
  private static final int F_GETFL = 3;

  private static final int F_SETFL = 4;
  private static final int O_NONBLOCK = 0x800;

  private final Map<UnixAddress, Integer> byAddress = new LinkedHashMap<>();

  private InheritedSockets() {}

  /// What this process was handed; nothing when it was not started for a socket.
  static InheritedSockets ofThisProcess() {
    var environment = System.getenv();
    var sockets = new InheritedSockets();
    String own = Long.toString(ProcessHandle.current().pid());
    if (own.equals(environment.get("LISTEN_PID"))) {
      int count = count(environment.getOrDefault("LISTEN_FDS", "0"));
      for (int fd = FIRST; fd < FIRST + count; fd++) {
        sockets.add(fd);
      }
    }
    return sockets;
  }

  private static int count(String text) {
    return text.matches("[0-9]{1,2}") ? Math.min(Integer.parseInt(text), MOST) : 0;
  }

  private void add(int fd) {
    addressOf(fd).ifPresent(address -> byAddress.putIfAbsent(address, fd));
  }

  /// The descriptor of the socket at this address; empty when nothing was handed over.
  ///
  /// @throws ListenException when other sockets were, but not this one: to make a second one in its
  ///   place would leave callers waiting at the first
  OptionalInt at(UnixAddress address) throws ListenException {
    if (byAddress.isEmpty()) {
      return OptionalInt.empty();
    }
    Integer fd = byAddress.get(address);
    if (fd == null) {
      throw new ListenException(
          "the service manager listens at "
              + byAddress.keySet().stream()
                  .map(UnixAddress::toString)
                  .collect(Collectors.joining(", "))
              + ", not at "
              + address,
          "write the same path in ListenStream= of the .socket unit and in socket.address",
          null);
    }
    letNobodyWaitInAccept(fd);
    return OptionalInt.of(fd);
  }

  /// A descriptor comes as the unit's NonBlocking= says, which is blocking unless written.
  @SuppressWarnings("restricted") // downcallHandle: fcntl(2)
  private static void letNobodyWaitInAccept(int fd) {
    Linker linker = Linker.nativeLinker();
    try {
      var fcntl =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("fcntl"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
              Linker.Option.firstVariadicArg(2));
      int flags = (int) fcntl.invokeExact(fd, F_GETFL, 0);
      int result = (int) fcntl.invokeExact(fd, F_SETFL, flags | O_NONBLOCK);
      if (flags < 0 || result < 0) {
        throw new IllegalStateException("descriptor " + fd + " cannot be made non-blocking");
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a downcall throws nothing of its own", e);
    }
  }

  @SuppressWarnings("restricted") // downcallHandle: getsockname(2)
  private static Optional<UnixAddress> addressOf(int fd) {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      var getsockname =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("getsockname"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
      MemorySegment address = arena.allocate(SOCKADDR_BYTES, Short.BYTES);
      MemorySegment length = arena.allocateFrom(JAVA_INT, SOCKADDR_BYTES);
      int result = (int) getsockname.invokeExact(fd, address, length);
      int bytes = Math.min(length.get(JAVA_INT, 0), SOCKADDR_BYTES) - PATH_AT;
      return result != 0 || bytes < 1
          ? Optional.empty()
          : named(address.asSlice(PATH_AT, bytes).toArray(JAVA_BYTE));
    } catch (Throwable e) {
      throw new AssertionError("a downcall throws nothing of its own", e);
    }
  }

  private static Optional<UnixAddress> named(byte[] name) {
    boolean isAbstract = name[0] == 0;
    String text = new String(name, UTF_8);
    if (isAbstract) {
      return name.length == 1
          ? Optional.empty()
          : Optional.of(new UnixAddress.Abstract(text.substring(1)));
    }
    int end = text.indexOf('\0');
    Path path = Path.of(end < 0 ? text : text.substring(0, end));
    return path.isAbsolute() ? Optional.of(new UnixAddress.File(path)) : Optional.empty();
  }
}
