package dev.keelson.enrollment.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows a new pair to every etcd that is configured.
///
/// While the old pair works, one etcd that refuses keeps the new pair out. One that is away does
/// not, as long as another accepts; when all are away, the old pair is kept and the new one tried
/// again. When the old pair is of no use, nothing can get worse: the new one goes in unless all who
/// answer refuse it.
///
/// @param authorities a file, read anew each time: its CAs may change while this program runs
public record EtcdPreflight(List<EtcdEndpoint> endpoints, Path authorities, String key)
    implements Preflight {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdPreflight.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  public EtcdPreflight {
    endpoints = List.copyOf(endpoints);
  }

  @Override
  public void require(Pair pair, Old old) throws KeepException {
    List<Answer> answers = ask(pair);
    boolean accepted = answers.stream().anyMatch(Answer.Accepted.class::isInstance);
    boolean mayIgnore = accepted && old == Old.USELESS;
    for (Answer answer : answers) {
      switch (answer) {
        case Answer.Accepted _ -> {}
        case Answer.Away(var by, var why) -> LOG.warn("etcd-away etcd={} cause=\"{}\"", by, why);
        case Answer.Refused refused when mayIgnore ->
            LOG.warn("etcd-refused etcd={} cause=\"{}\"", refused.by(), refused.rule());
        case Answer.Refused refused -> throw refusal(pair, refused);
      }
    }
    if (!accepted && old == Old.WORKS) {
      throw new KeepException.EtcdAway(
          "no etcd could be asked whether it takes the new certificate: " + told(answers),
          "it is tried again by itself; look at etcd: systemctl status etcd");
    }
  }

  private static KeepException refusal(Pair pair, Answer.Refused refused) {
    return new KeepException.EtcdRefused(
        refused.by()
            + " does not take the new certificate "
            + pair.serial()
            + ": "
            + refused.rule(),
        refused.remedy());
  }

  private List<Answer> ask(Pair pair) throws KeepException {
    var probe = new EtcdProbe(readAuthorities(), key, TIMEOUT);
    List<Callable<Answer>> questions =
        endpoints.stream().map(one -> (Callable<Answer>) () -> probe.ask(one, pair)).toList();
    try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
      return each.invokeAll(questions).stream().map(EtcdPreflight::answer).toList();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new KeepException.EtcdAway("this program is told to end", "start it again");
    }
  }

  private static Answer answer(Future<Answer> asked) {
    try {
      return asked.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("a look at a pair has an answer", e);
    }
  }

  private List<X509Certificate> readAuthorities() throws KeepException {
    try {
      return PairPem.parseCertificates(Target.read(authorities));
    } catch (IOException | MalformedPairException e) {
      throw new KeepException.Unfit(
          "the CAs of etcd's own certificates cannot be read from " + authorities + ": " + e,
          "name by --etcd-ca a PEM file with the CA of etcd's --cert-file");
    }
  }

  private static String told(List<Answer> answers) {
    return answers.stream()
        .filter(Answer.Away.class::isInstance)
        .map(Answer.Away.class::cast)
        .map(one -> one.by() + ": " + one.why())
        .collect(Collectors.joining("; "));
  }
}
