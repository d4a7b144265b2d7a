package dev.keelson.faults;

/// The way to a network HSM. While it is dead, and afterwards until C_Finalize and C_Initialize,
/// every call returns `CKR_DEVICE_ERROR`; only C_Finalize, which concerns the near side, succeeds.
public final class Connection {
  private static final long ALIVE = 0;
  private static final long DEAD = 1;
  private static final long DEAD_AND_REFUSING = 2;

  private final Control control;

  Connection(Control control) {
    this.control = control;
  }

  /// As p11-kit's client does: C_Initialize succeeds meanwhile and shows no slots, even after the
  /// far side is back.
  public void dies() {
    die(DEAD);
  }

  /// C_Initialize fails meanwhile, too.
  public void diesAndRefusesToInitialize() {
    die(DEAD_AND_REFUSING);
  }

  private void die(long how) {
    control.increment(Control.DEATHS);
    control.set(Control.CONNECTION, how);
  }

  public void comesBack() {
    control.set(Control.CONNECTION, ALIVE);
  }
}
