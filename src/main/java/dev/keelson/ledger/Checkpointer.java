package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the ledger's head signed now and then, as an entry and as the file `checkpoint` beside it,
/// which is worth something when it is kept elsewhere.
public final class Checkpointer implements AutoCloseable {
  /// How far behind a checkpoint's entry may come: a verifier remembers so many hashes, and twice.
  static final int MOST_BEHIND = 32_768;

  private static final Duration RETRY = Duration.ofSeconds(30);

  private static final String REMEDY =
      "look at the HSM and the vendor's log; keelson audit key show --config FILE tells the key";

  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  private final LedgerDir dir;
  private final FileLedger ledger;
  private final Origin origin;
  private final CheckpointSettings settings;
  private final CheckpointSigner signer;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("keelson-checkpoint").daemon().factory());
  private long signedSize;
  private long signedAt;
  private volatile long failedAt;
  private volatile Optional<LedgerHealth.Failure> failure = Optional.empty();

  public Checkpointer(
      FileLedger ledger, Origin origin, CheckpointSettings settings, CheckpointSigner signer) {
    this.dir = new LedgerDir(ledger.dir());
    this.ledger = ledger;
    this.origin = origin;
    this.settings = settings;
    this.signer = signer;
  }

  public void start() {
    var _ = clockwork.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /// Why there was no checkpoint when one was due; empty since there was one again.
  public Optional<LedgerHealth.Failure> failure() {
    return failure;
  }

  /// Signs the head, if anything was written since the last time.
  public synchronized void checkpoint() throws LedgerException, UnsignedException {
    Head head = ledger.head();
    if (head.size() <= signedSize) {
      return;
    }
    String note = signed(head).encode();
    if (ledger.head().size() - head.size() > MOST_BEHIND) {
      throw new UnsignedException("the signature took too long", REMEDY, null);
    }
    ledger
        .writer(LedgerWriter.Mode.REQUIRE)
        .record(Deed.of(DeedKind.CHECKPOINT, Details.NONE.with(Detail.NOTE, note)));
    publish(note);
    signedAt = System.nanoTime();
    signedSize = head.size() + 1; // the entry just written asks for no checkpoint of its own
    failure = Optional.empty();
  }

  private SignedNote signed(Head head) throws UnsignedException {
    String text = Checkpoint.text(origin, head);
    CheckpointSigner.Signature signature = signer.sign(text.getBytes(UTF_8));
    if (!signature.key().verifies(text, signature.bytes())) {
      throw new UnsignedException("the token's signature is not good", REMEDY, null);
    }
    byte[] id = signature.key().id(origin.toString());
    byte[] both =
        ByteBuffer.allocate(id.length + signature.bytes().length)
            .put(id)
            .put(signature.bytes())
            .array();
    return new SignedNote(text, List.of(new SignedNote.Line(origin.toString(), both)));
  }

  private void publish(String note) throws LedgerException {
    Path file = dir.checkpoint();
    try {
      dir.replace(file, note.getBytes(UTF_8));
    } catch (IOException e) {
      throw new LedgerException.Unusable(file, e);
    }
  }

  private void look() {
    if (isDue()) {
      attempt();
    }
  }

  private void attempt() {
    try {
      checkpoint();
    } catch (UnsignedException e) {
      failed(e, e.remedy());
    } catch (LedgerException e) {
      failed(e, e.remedy());
    } catch (RuntimeException e) {
      failed(e, REMEDY);
    }
  }

  private void failed(Exception why, String remedy) {
    String what = String.valueOf(why.getMessage());
    if (failure.filter(last -> last.what().equals(what)).isEmpty()) {
      LOG.warn("checkpoint result=failed cause=\"{}\" do=\"{}\"", what, remedy);
    }
    failure = Optional.of(new LedgerHealth.Failure(ledger.now(), what, remedy));
    failedAt = System.nanoTime();
  }

  /// The first one of a process comes soon: it shows whether there can be any.
  private synchronized boolean isDue() {
    long fresh = ledger.head().size() - signedSize;
    long now = System.nanoTime();
    boolean late = signedSize == 0 || now - signedAt >= settings.time().toNanos();
    boolean mayTry = failure.isEmpty() || now - failedAt >= RETRY.toNanos();
    return mayTry && (fresh >= settings.entries() || (fresh > 0 && late));
  }

  /// Makes a last checkpoint, if the signer still can.
  @Override
  public void close() {
    clockwork.shutdown();
    attempt();
  }
}
