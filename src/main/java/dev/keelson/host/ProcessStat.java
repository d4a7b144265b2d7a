package dev.keelson.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel tells of a process in one line (proc_pid_stat(5)).
///
/// @param state a letter, field 3
/// @param cpuTicks utime and stime together, fields 14 and 15
/// @param startTicks when it began, in ticks since the boot, field 22
record ProcessStat(char state, long cpuTicks, long startTicks) {
  /// Fields are counted from 1; this is the first one after the name.
  private static final int STATE = 3;

  private static final int UTIME = 14;
  private static final int STIME = 15;
  private static final int STARTTIME = 22;

  /// Of the process that this directory of `/proc` describes. Its name is any bytes, not always
  /// UTF-8: the kernel cuts it after 15, and a process chooses it (prctl(2), PR_SET_NAME).
  static ProcessStat in(Path directory) throws IOException {
    return parse(Files.readString(directory.resolve("stat"), ISO_8859_1));
  }

  /// The name, field 2, may have blanks, lines and brackets in it, and ends with the last bracket.
  static ProcessStat parse(String line) throws IOException {
    String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
    try {
      return new ProcessStat(
          fields[0].charAt(0),
          number(fields, UTIME) + number(fields, STIME),
          number(fields, STARTTIME));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException("not a line of /proc/PID/stat", e);
    }
  }

  private static long number(String[] fields, int field) {
    return Long.parseLong(fields[field - STATE]);
  }

  /// Whether it has ended, and only waits for its parent to ask how.
  boolean ended() {
    return state == 'Z' || state == 'X';
  }
}
