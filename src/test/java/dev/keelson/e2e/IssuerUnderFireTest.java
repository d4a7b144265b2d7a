package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import dev.keelson.issuer.v1.IssuedCertificate;
import dev.keelson.issuer.v1.ListRequest;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a daemon in a process of its own goes through while it issues.
@Timeout(90)
class IssuerUnderFireTest {
  private static final int ROUNDS = 5;
  private static final int CALLERS = 8;

  @TempDir private Path dir;
  private IssuerSite site;

  @BeforeEach
  void makeAnAuthority() throws Exception {
    site = IssuerSite.withAuthority(dir);
  }

  private KeelsonProcess serve() throws Exception {
    return site.site().serve(site.yaml()).await("issuer socket=");
  }

  /// Each certificate that a client has in its hands is in the book, whatever was killed when.
  @Test
  void losesNoCertificateToAKill() throws Exception {
    Queue<String> handedOut = new ConcurrentLinkedQueue<>();
    for (int round = 0; round < ROUNDS; round++) {
      try (var daemon = serve();
          var callers = Executors.newVirtualThreadPerTaskExecutor()) {
        int before = handedOut.size();
        for (int n = 0; n < CALLERS; n++) {
          callers.execute(() -> askUntilRefused(handedOut));
        }
        Eventually.until(() -> handedOut.size() >= before + 20);
        daemon.kill();
      }
    }
    try (var daemon = serve();
        var enrollee = site.enrollee()) {
      List<IssuedCertificate> book =
          enrollee.stub().list(ListRequest.getDefaultInstance()).getCertificatesList();
      assertThat(book.stream().map(IssuedCertificate::getSerial)).containsAll(handedOut);
      assertThat(book.stream().filter(one -> handedOut.contains(one.getSerial())))
          .extracting(one -> one.getState().name())
          .doesNotContain("UNRECOGNIZED");
      assertThat(daemon.terminate()).isEqualTo(143);
    }
    try (var verify = KeelsonProcess.start("audit", "verify", "--dir", dir + "/state/ledger")) {
      assertThat(verify.exitCode()).as(verify.output()).isZero();
    }
  }

  private void askUntilRefused(Queue<String> handedOut) {
    try (var enrollee = site.enrollee()) {
      while (true) {
        handedOut.add(enrollee.issue("apiserver").serial());
      }
    } catch (StatusRuntimeException e) {
      // the daemon is gone
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void issuesAgainWhenTheTokenIsBack() throws Exception {
    try (var daemon = serve();
        var enrollee = site.enrollee()) {
      enrollee.issue("apiserver");
      Files.move(dir.resolve("tokens"), dir.resolve("away"));
      Files.createDirectory(dir.resolve("tokens"));
      Eventually.until(() -> !isIssued(enrollee));
      Eventually.until(() -> daemon.output().contains("result=away"));
      Files.delete(dir.resolve("tokens"));
      Files.move(dir.resolve("away"), dir.resolve("tokens"));
      Eventually.until(() -> isIssued(enrollee));
      assertThat(enrollee.issue("apiserver").chain()).hasSize(2);
    }
  }

  private static boolean isIssued(Enrollee enrollee) throws Exception {
    try {
      enrollee.issue("apiserver");
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }
}
