package dev.keelson.cli.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keelson.cli.OutputFormat;
import dev.keelson.ledger.Call;
import dev.keelson.ledger.Deed;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Entry;
import dev.keelson.ledger.Peer;
import java.io.PrintWriter;
import java.util.EnumMap;

/// Prints entries as they come: for people a line each, and as JSON the very line of the ledger.
record EntryPrinter(PrintWriter out, OutputFormat format) {
  void print(Entry entry) {
    out.println(
        switch (format) {
          case TEXT -> text(entry);
          case JSON -> new String(entry.encode(), US_ASCII);
        });
    out.flush();
  }

  private static String text(Entry entry) {
    Deed deed = entry.deed();
    var line = new StringBuilder();
    line.append(entry.sequence()).append("  ").append(entry.timeText());
    line.append("  ")
        .append(deed.kind().word())
        .append("  ")
        .append(deed.outcome().result().word());
    if (entry.count() > 1) {
      line.append(" ×").append(entry.count());
    }
    call(line, deed.call());
    long micros = deed.outcome().latency().toNanos() / 1000;
    if (micros > 0) {
      line.append("  ").append(micros).append(" µs");
    }
    var details = new EnumMap<Detail, String>(Detail.class);
    details.putAll(deed.details().texts());
    details.forEach(
        (name, text) -> line.append("  ").append(name.word()).append('=').append(oneLine(text)));
    return line.toString();
  }

  private static void call(StringBuilder line, Call call) {
    if (!call.keyId().isEmpty()) {
      line.append("  ").append(call.keyId());
    }
    if (!call.peer().equals(Peer.NONE)) {
      line.append("  by uid ").append(call.peer().uid()).append(" pid ").append(call.peer().pid());
    }
    if (!call.uid().isEmpty()) {
      line.append("  call ").append(call.uid());
    }
  }

  /// A note has several.
  private static String oneLine(String text) {
    return text.strip().replaceAll("\\p{Cntrl}+", " | ");
  }
}
