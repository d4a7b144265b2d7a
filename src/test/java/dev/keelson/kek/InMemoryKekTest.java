package dev.keelson.kek;

/// The fake that other tests trust is held to the contract of the real one.
class InMemoryKekTest extends KekContract {
  private final Kek kek = InMemoryKek.random("prod", 1);
  private final Kek another = InMemoryKek.random("prod", 2);

  @Override
  protected Kek kek() {
    return kek;
  }

  @Override
  protected Kek another() {
    return another;
  }
}
