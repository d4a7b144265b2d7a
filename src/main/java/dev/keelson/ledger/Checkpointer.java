package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SignatureException;
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

  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  private final LedgerDir dir;
  private final FileLedger ledger;
  private final CheckpointSettings settings;
  private final NoteKey key;
  private final CheckpointSigner signer;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("keelson-checkpoint").daemon().factory());
  private long signedSize;
  private long signedAt = System.nanoTime();
  private volatile Optional<String> failure = Optional.empty();

  /// @param key what the signer's signatures verify with
  public Checkpointer(
      FileLedger ledger, CheckpointSettings settings, NoteKey key, CheckpointSigner signer) {
    this.dir = new LedgerDir(ledger.dir());
    this.ledger = ledger;
    this.settings = settings;
    this.key = key;
    this.signer = signer;
  }

  public void start() {
    var _ = clockwork.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /// Why there was no checkpoint when one was due; empty since there was one again.
  public Optional<String> failure() {
    return failure;
  }

  /// Signs the head, if anything was written since the last time.
  public synchronized void checkpoint()
      throws LedgerException, SignatureException, MalformedNoteException {
    Head head = ledger.head();
    if (head.size() <= signedSize) {
      return;
    }
    String note = signed(head).encode();
    if (ledger.head().size() - head.size() > MOST_BEHIND) {
      throw new SignatureException("the signature took too long: the ledger is far ahead of it");
    }
    ledger
        .writer(LedgerWriter.Mode.REQUIRE)
        .record(Deed.of(DeedKind.CHECKPOINT, Details.NONE.with(Detail.NOTE, note)));
    publish(note);
    signedAt = System.nanoTime();
    signedSize = head.size() + 1; // the entry just written asks for no checkpoint of its own
    failure = Optional.empty();
  }

  private SignedNote signed(Head head) throws SignatureException, MalformedNoteException {
    String text = Checkpoint.text(settings.origin(), head);
    byte[] signature = signer.sign(text.getBytes(UTF_8));
    if (!key.verifies(text, signature)) {
      throw new SignatureException("the signature is not that of the checkpoints' key");
    }
    byte[] id = key.id(settings.origin());
    byte[] both = ByteBuffer.allocate(id.length + signature.length).put(id).put(signature).array();
    var note = new SignedNote(text, List.of(new SignedNote.Line(settings.origin(), both)));
    return Checkpoint.parse(note.encode()).note();
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
    if (!isDue()) {
      return;
    }
    try {
      checkpoint();
    } catch (LedgerException | SignatureException | MalformedNoteException | RuntimeException e) {
      if (failure.isEmpty()) {
        LOG.warn("checkpoint=failing what=\"{}\"", e.getMessage());
      }
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private synchronized boolean isDue() {
    long fresh = ledger.head().size() - signedSize;
    long age = System.nanoTime() - signedAt;
    return fresh >= settings.entries() || (fresh > 0 && age >= settings.time().toNanos());
  }

  /// Makes no last checkpoint: who stops in order calls [#checkpoint()] before.
  @Override
  public void close() {
    clockwork.shutdown();
  }
}
