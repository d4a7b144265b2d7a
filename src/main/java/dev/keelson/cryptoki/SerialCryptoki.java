package dev.keelson.cryptoki;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.locks.ReentrantLock;

/// One call at a time into a module that races with itself, although it was told that several
/// threads will use it: tpm2-pkcs11 (1.9.0) takes no lock where it opens and closes sessions.
public final class SerialCryptoki {
  private SerialCryptoki() {}

  /// The same functions, behind one lock, whole operations under it: who asks first is first
  /// served, so that no storm keeps the canary out.
  public static Cryptoki over(Cryptoki module) {
    var lock = new ReentrantLock(true);
    return (Cryptoki)
        Proxy.newProxyInstance(
            Cryptoki.class.getClassLoader(),
            new Class<?>[] {Cryptoki.class},
            (_, function, arguments) -> {
              lock.lock();
              try {
                return function.invoke(module, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                lock.unlock();
              }
            });
  }
}
