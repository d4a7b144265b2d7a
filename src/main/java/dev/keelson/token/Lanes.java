package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.health.TokenHealth;
import dev.keelson.kek.KekException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only way to native calls while the daemon serves: a bounded set of lanes behind a bounded
/// queue. Callers wait on any thread, virtual ones too; a native call occupies only its lane.
final class Lanes {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  /// Work for one session.
  interface Task<T> {
    T on(Session session) throws CkException;
  }

  private final String name;
  private final LaneSettings settings;
  private final CountedSessions sessions;
  private final BlockingQueue<Job<?>> queue;
  private final Patience patience;
  private final List<Lane> lanes = new CopyOnWriteArrayList<>();
  private final LongAdder waits = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private volatile boolean closed;

  private Lanes(String name, Cryptoki cryptoki, long slot, LaneSettings settings) {
    this.name = name;
    this.settings = settings;
    this.sessions = new CountedSessions(cryptoki, slot, new AtomicInteger());
    this.queue = new ArrayBlockingQueue<>(settings.queue());
    this.patience = new Patience(name, settings.patience(), queue::remove);
  }

  /// @param name what the lanes' threads are called
  static Lanes start(String name, Cryptoki cryptoki, long slot, LaneSettings settings) {
    var lanes = new Lanes(name, cryptoki, slot, settings);
    for (int n = 0; n < settings.count(); n++) {
      lanes.startOne();
    }
    lanes.patience.start();
    return lanes;
  }

  private void startOne() {
    var lane = new Lane(name + "-" + (lanes.size() + 1), queue, sessions);
    lanes.add(lane);
    lane.start();
  }

  /// Runs a task on a lane and waits for it.
  ///
  /// A caller that is interrupted, or that has waited long enough, frees its place in the queue; an
  /// answer that comes all the same is closed if it is a secret.
  ///
  /// @throws CkException when the module refused; what that means, the caller must find out
  <T> T call(Task<T> task) throws CkException, KekException {
    if (closed) {
      throw ended();
    }
    var job = new Job<>(task);
    if (!queue.offer(job)) {
      throw new KekException.Overloaded(settings.queue());
    }
    if (closed && queue.remove(job)) {
      throw ended(); // it came after the last lane had looked
    }
    patience.watch(job);
    try {
      return job.get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      leave(job);
      throw new KekException.CallerGone(e);
    } finally {
      waits.increment();
      waitedNanos.add(job.waited());
    }
  }

  private void leave(Job<?> job) {
    if (job.abandon()) {
      queue.remove(job);
    }
  }

  private static CkException failure(ExecutionException e) throws CkException, KekException {
    switch (e.getCause()) {
      case CkException refused -> throw refused;
      case KekException.TokenTrouble refused -> throw refused;
      case KekException.TooLate late -> throw late;
      case null, default -> throw new IllegalStateException("a lane's task broke", e.getCause());
    }
  }

  private static KekException.TokenTrouble ended() {
    return new KekException.TokenTrouble("the token is being closed", null);
  }

  /// Gives each call that has been inside the module for this long up, and its lane a successor.
  ///
  /// @param most lanes that may be given up at once; each one keeps its session
  /// @return how many lanes are given up now
  int replaceStuck(Duration stuck, int most) {
    if (lanes.removeIf(lane -> lane.isReplaced() && !lane.isAlive())) {
      LOG.warn("stuck-lane result=returned lanes={} given_up={}", name, givenUp());
    }
    lanes.stream()
        .filter(lane -> !lane.isReplaced() && lane.isStuck(stuck))
        .forEach(lane -> replace(lane, most));
    return givenUp();
  }

  private void replace(Lane lane, int most) {
    lane.replace();
    boolean successor = givenUp() <= most;
    LOG.error(
        "stuck-lane result=given-up lanes={} given_up={} successor={}", name, givenUp(), successor);
    if (successor) {
      startOne();
    }
  }

  private int givenUp() {
    return (int) lanes.stream().filter(Lane::isReplaced).count();
  }

  /// How much is in use now.
  TokenHealth.Lanes use() {
    int stuck = givenUp();
    int busy = (int) lanes.stream().filter(lane -> !lane.isReplaced() && lane.isBusy()).count();
    return new TokenHealth.Lanes(
        lanes.size() - stuck, busy, stuck, queue.size(), settings.queue(), waited());
  }

  private TokenHealth.Waits waited() {
    return new TokenHealth.Waits(waits.sum(), Duration.ofNanos(waitedNanos.sum()));
  }

  int openSessions() {
    return sessions.count().get();
  }

  /// Whether no lane is left that could work.
  boolean allStuck() {
    return lanes.stream().allMatch(Lane::isReplaced);
  }

  /// Lets the calls that wait or run end, then closes the sessions.
  ///
  /// @return false when a lane is still inside the module, which then must not be finalised
  boolean drained() {
    return endedBy(System.nanoTime() + settings.patience().toNanos());
  }

  private boolean endedBy(long deadline) {
    closed = true;
    lanes.forEach(Lane::stopWhenIdle);
    boolean ended = true;
    for (Lane lane : lanes) {
      ended &= lane.endsBy(deadline);
    }
    patience.stop();
    return ended;
  }

  /// Refuses the calls that wait, lets those that run end, then closes the sessions.
  ///
  /// @param deadline for those inside the module, in nanoseconds of the system's own clock
  /// @return as [#drained]
  boolean cutOffBy(long deadline) {
    closed = true;
    for (Job<?> job = queue.poll(); job != null; job = queue.poll()) {
      job.completeExceptionally(ended());
    }
    return endedBy(deadline);
  }

  /// Sessions of one kind of lanes, counted.
  private record CountedSessions(Cryptoki cryptoki, long slot, AtomicInteger count)
      implements Lane.Sessions {
    @Override
    public Session open() throws CkException {
      Session session = Session.open(cryptoki, slot);
      count.incrementAndGet();
      return session;
    }

    @Override
    public boolean othersHaveOne() {
      return count.get() > 0;
    }

    @Override
    public void closed() {
      count.decrementAndGet();
    }
  }
}
