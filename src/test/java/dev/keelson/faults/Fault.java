package dev.keelson.faults;

/// A fault that is in place.
public final class Fault {
  private static final int ACTION = 0;
  private static final int FUNCTION = 1;
  private static final int FROM = 2;
  private static final int TIMES = 3;
  private static final int PARAMETER = 4;
  private static final int SEEN = 5;
  private static final int HITS = 6;

  private final Control control;
  private final int place;

  private Fault(Control control, int place) {
    this.control = control;
    this.place = place;
  }

  /// Puts it into a free place. The action comes last: with it the module believes the rest.
  static Fault place(Control control, Plan.Terms terms, Action action, long parameter) {
    synchronized (control) {
      var fault = new Fault(control, freePlace(control));
      fault.set(FUNCTION, terms.function().place());
      fault.set(FROM, terms.from());
      fault.set(TIMES, terms.times());
      fault.set(PARAMETER, parameter);
      fault.set(SEEN, 0);
      fault.set(HITS, 0);
      fault.set(ACTION, action.number());
      return fault;
    }
  }

  private static int freePlace(Control control) {
    for (int i = 0; i < Control.FAULT_COUNT; i++) {
      int place = Control.FAULTS + i * Control.FAULT_WORDS;
      if (control.get(place + ACTION) == Action.NOTHING.number()) {
        return place;
      }
    }
    throw new IllegalStateException("more than " + Control.FAULT_COUNT + " faults: lift some");
  }

  static void liftAll(Control control) {
    for (int i = 0; i < Control.FAULT_COUNT; i++) {
      control.set(Control.FAULTS + i * Control.FAULT_WORDS + ACTION, Action.NOTHING.number());
    }
  }

  /// How many calls it changed so far. One that never returns counts when it begins to hang: await
  /// that, not [FaultEngine#inside()], which counts the calls on the way there as well.
  public long hits() {
    return control.get(place + HITS);
  }

  /// Calls from now on do not meet it, and those that hang in it go on.
  public void lift() {
    set(ACTION, Action.NOTHING.number());
  }

  private void set(int word, long value) {
    control.set(place + word, value);
  }
}
