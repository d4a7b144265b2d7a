package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Owners and modes of the PKI, in the directories of the files that flags name: CIS 1.1.19 to
/// 1.1.21.
final class PkiFiles implements Question {
  private static final int SHOWN = 5;

  /// One of the three rules.
  private record Rule(String gist, String harm, String fix, Predicate<PkiFile> broken) {}

  @Override
  public void ask(Installation it, Chart.Group group) {
    var pki = PkiDirectories.of(it);
    List<PkiFile> all =
        Stream.concat(pki.directories().stream(), pki.files().stream()).map(PkiFile::new).toList();
    if (!all.isEmpty()) {
      rules(it.owner()).forEach(rule -> look(rule, all, group));
    }
  }

  private static List<Rule> rules(Installation.Owner owner) {
    String chown = "chown " + owner.uid() + ":" + owner.gid();
    return List.of(
        new Rule(
            "1.1.19: the PKI is root's",
            "whoever owns a file there decides whom etcd trusts",
            chown,
            file -> !file.isOf(owner)),
        new Rule(
            "1.1.20: certificates are 644 or tighter",
            "who can write one can lock everybody out",
            "chmod 644",
            PkiFile::isTooOpenCertificate),
        new Rule(
            "1.1.21: private keys are 600",
            "who can read one is a client of etcd, or etcd itself",
            "chmod 600",
            PkiFile::isTooOpenKey));
  }

  private static void look(Rule rule, List<PkiFile> all, Chart.Group group) {
    List<String> broken = all.stream().filter(rule.broken()).map(PkiFile::toString).toList();
    if (broken.isEmpty()) {
      group.good(rule.gist());
      return;
    }
    String names = broken.stream().limit(SHOWN).collect(Collectors.joining(" "));
    String more = broken.size() > SHOWN ? " and " + (broken.size() - SHOWN) + " more" : "";
    group.bad(
        "not so: " + rule.gist() + ": " + rule.harm() + ": " + names + more,
        rule.fix() + " " + String.join(" ", broken));
  }
}
