package dev.keelson.faults;

import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Codes;
import java.time.Duration;

/// A fault of one function, in the making: which calls it strikes, and then what happens to them.
/// Without other words it strikes every call from now on.
public final class Plan {
  record Terms(Function function, long from, long times) {}

  private final Control control;
  private final Terms terms;

  Plan(Control control, Terms terms) {
    this.control = control;
    this.terms = terms;
  }

  /// Spares the calls before the `n`th, counted from 1 since the fault is in place, by all threads
  /// of all processes.
  public Plan fromCall(long n) {
    return new Plan(control, new Terms(terms.function, n, terms.times));
  }

  /// Strikes that many calls and no more.
  public Plan times(long m) {
    return new Plan(control, new Terms(terms.function, terms.from, m));
  }

  /// The module does not hear of the call.
  public Fault returns(Ckr ckr) {
    return returns(Codes.of(ckr));
  }

  /// For a vendor's own code.
  public Fault returns(long code) {
    return place(Action.RETURNS, code);
  }

  /// The module does as asked, but the answer is lost on its way back.
  public Fault losesAnswer(Ckr ckr) {
    return place(Action.LOSES_ANSWER, Codes.of(ckr));
  }

  /// It goes on as if nothing had been.
  public Fault waits(Duration time) {
    return place(Action.WAITS, time.toNanos());
  }

  /// Until [FaultEngine#release()] or [Fault#lift()], and then goes on.
  public Fault neverReturns() {
    return place(Action.NEVER_RETURNS, 0);
  }

  /// By a write to address 0. A JVM writes an `hs_err` file: mind `-XX:ErrorFile`.
  public Fault crashes() {
    return place(Action.CRASHES, 0);
  }

  /// The output lacks its last bytes, or a list its last entries.
  public Fault truncates(int units) {
    return place(Action.TRUNCATES, units);
  }

  /// One bit of the output's first byte is wrong.
  public Fault flips() {
    return place(Action.FLIPS, 0);
  }

  /// Of `C_EncryptInit` with AES-GCM: seals under the all-zero IV, whatever the caller gave.
  public Fault fixesIv() {
    if (terms.function != Function.C_ENCRYPT_INIT) {
      throw new IllegalArgumentException(terms.function + " is given no IV to seal under");
    }
    return place(Action.FIXES_IV, 0);
  }

  private Fault place(Action action, long parameter) {
    return Fault.place(control, terms, action, parameter);
  }
}
