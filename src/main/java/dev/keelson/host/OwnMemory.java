package dev.keelson.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The memory of this process, through which seeds and PINs pass.
public final class OwnMemory {
  private static final Logger LOG = LoggerFactory.getLogger(OwnMemory.class);

  /// Of linux/prctl.h.
  private static final long PR_SET_DUMPABLE = 4;

  private OwnMemory() {}

  /// From now on no limit lets it be dumped, and only a process with CAP_SYS_PTRACE can read or
  /// trace it: none of the same user (PR_SET_DUMPABLE(2const), ptrace(2)). Its files in `/proc` are
  /// root's then, but those that all may read, and `/proc/PID` itself.
  @SuppressWarnings("restricted") // downcallHandle: prctl(2)
  public static void closeToOthers() {
    Linker linker = Linker.nativeLinker();
    try {
      // Both as long, in the same registers: a shape that functions of PKCS#11 have, too. One more
      // would cost each start a twentieth of its processor time.
      var prctl =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("prctl"),
              FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
      long result = (long) prctl.invokeExact(PR_SET_DUMPABLE, 0L);
      if ((int) result != 0) {
        // Only a filter of system calls stands in the way; it is no reason not to serve.
        LOG.warn("close-memory result=failed do=\"let the sandbox allow prctl\"");
      }
    } catch (Throwable e) {
      throw new AssertionError("a downcall throws nothing of its own", e);
    }
  }
}
