package dev.keelson.ledger;

/// Who asked, and for which key.
///
/// @param uid the name that KMS v2 gives a call, so that the API server's log joins ours; may be
///   empty
/// @param keyId may be empty
public record Call(String uid, Peer peer, String keyId) {
  public static final Call NONE = new Call("", Peer.NONE, "");

  private static final int MAX_UID = 64;
  private static final int MAX_KEY_ID = 192;

  /// Both texts may come from a hostile caller: they are cut, and what is not printable ASCII
  /// becomes `?`.
  public Call {
    uid = Plain.ascii(uid, MAX_UID);
    keyId = Plain.ascii(keyId, MAX_KEY_ID);
  }

  /// Of an administrator's deed, or of the daemon's own.
  public static Call ofKey(String keyId) {
    return new Call("", Peer.NONE, keyId);
  }

  public Call by(Peer who) {
    return new Call(uid, who, keyId);
  }

  Call withoutUid() {
    return new Call("", peer, keyId);
  }
}
