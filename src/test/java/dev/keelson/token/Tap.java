package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cryptoki;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A tap on a module: it notes each call, and a test may fail, delay or falsify the calls of one
/// function.
final class Tap {
  /// What happens instead of a call.
  interface Twist {
    Object on(Call call) throws CkException;
  }

  /// A call on its way to the module.
  @SuppressWarnings("ArrayRecordComponent") // noted, never compared
  record Call(Cryptoki module, Method method, Object[] arguments, Thread caller) {
    String function() {
      return method.getName();
    }

    /// The session, of those functions that have one.
    long session() {
      return (long) arguments[0];
    }

    /// The module's own answer.
    Object pass() throws CkException {
      try {
        return method.invoke(module, arguments);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof CkException refused) {
          throw refused;
        }
        throw new AssertionError(e);
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Map<String, Twist> twists = new ConcurrentHashMap<>();
  private final Cryptoki tapped;

  private Tap(Cryptoki module) {
    this.tapped =
        proxy((method, arguments) -> {
          var call = new Call(module, method, arguments, Thread.currentThread());
          calls.add(call);
          return twists.getOrDefault(method.getName(), Call::pass).on(call);
        });
  }

  static Tap on(Cryptoki module) {
    return new Tap(module);
  }

  /// On a module without a token, which seals nothing: each answer is the input.
  static Tap onEcho() {
    var sessions = new AtomicLong();
    return on(
        proxy((method, arguments) ->
            switch (method.getName()) {
              case "openSession" -> sessions.incrementAndGet();
              case "encrypt", "decrypt" -> ((byte[]) arguments[3]).clone();
              case "closeSession" -> "dropped: the method is void";
              default -> throw new UnsupportedOperationException(method.getName());
            }));
  }

  Cryptoki cryptoki() {
    return tapped;
  }

  void twist(String function, Twist twist) {
    twists.put(function, twist);
  }

  void untwist(String function) {
    twists.remove(function);
  }

  List<Call> calls(String function) {
    return calls.stream().filter(call -> call.function().equals(function)).toList();
  }

  private interface Answer {
    Object to(Method method, Object[] arguments) throws CkException;
  }

  private static Cryptoki proxy(Answer answer) {
    return (Cryptoki)
        Proxy.newProxyInstance(
            Cryptoki.class.getClassLoader(),
            new Class<?>[] {Cryptoki.class},
            (_, method, arguments) -> answer.to(method, arguments));
  }
}
