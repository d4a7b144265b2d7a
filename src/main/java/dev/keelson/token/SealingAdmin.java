package dev.keelson.token;

import dev.keelson.kek.Copies;
import dev.keelson.kek.Generation;
import dev.keelson.kek.KekException;
import dev.keelson.kek.Keyring;
import dev.keelson.secret.Pin;
import dev.keelson.token.KekFinder.FoundKek;
import dev.keelson.token.ServedToken.Surroundings;
import dev.keelson.token.ServedToken.Wanted;
import java.util.ArrayList;
import java.util.List;

/// The keyring of a token in a process of an administrator's own, beside the daemons that serve it:
/// seals under the generation that is active for them.
public final class SealingAdmin implements AutoCloseable {
  private final AdminLogin admin;
  private final Lanes lane;
  private final Keyring keyring;

  private SealingAdmin(AdminLogin admin, Lanes lane, Keyring keyring) {
    this.admin = admin;
    this.lane = lane;
    this.keyring = keyring;
  }

  /// Initialises the module and logs in.
  ///
  /// @param pin tried once, and not kept
  /// @param copies that go with each sealed seed
  public static SealingAdmin open(Surroundings surroundings, Wanted wanted, Pin pin, Copies copies)
      throws TokenException {
    var admin = AdminLogin.open(surroundings, wanted.token(), pin);
    var lane =
        Lanes.start("seal", admin.cryptoki(), admin.token().slot(), wanted.lanes().forCanary());
    try {
      var keyring = keyring(admin, lane, new Order(surroundings, wanted, copies));
      return new SealingAdmin(admin, lane, keyring);
    } catch (TokenException | RuntimeException e) {
      var _ = lane.drained();
      admin.close();
      throw e;
    }
  }

  private record Order(Surroundings surroundings, Wanted wanted, Copies copies) {}

  private static Keyring keyring(AdminLogin admin, Lanes lane, Order order) throws TokenException {
    var surroundings = order.surroundings();
    var finder =
        new KekFinder(admin.cryptoki(), admin.token(), order.wanted().iv(), admin.session());
    List<FoundKek> found = finder.find(order.wanted().keyring());
    if (found.isEmpty()) {
      throw new KeyringException.KeyringAbsent(order.wanted().keyring(), admin.token());
    }
    try {
      List<Generation> generations = new ArrayList<>();
      for (FoundKek one : found) {
        var kek = TokenKek.of(one.id(), one.key(), lane, surroundings.random());
        generations.add(new Generation(kek, one.label().activation()));
      }
      var keyring =
          new Keyring(
              order.wanted().keyring(), () -> generations, surroundings.clock(), order.copies());
      keyring.refresh();
      if (keyring.findActive().isEmpty()) {
        throw new KeyringException.NoneActive(
            order.wanted().keyring(), found.getFirst().label().activation());
      }
      return keyring;
    } catch (KekException e) {
      throw new TokenException.DeviceFailed("sealing on the token " + admin.token(), e);
    }
  }

  /// Seals under one active generation: the one of this moment, until the next is.
  public Keyring keyring() {
    return keyring;
  }

  @Override
  public void close() {
    var _ = lane.drained();
    admin.close();
  }
}
