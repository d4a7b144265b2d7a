package dev.keelson.kms;

import dev.keelson.ledger.LedgerWriter;
import dev.keelson.ledger.Peer;
import java.util.function.Supplier;

/// Where calls are recorded, and who makes them.
///
/// @param seals for an Encrypt that succeeded, before it is answered
/// @param others for all else; it never throws, since no Decrypt fails for a full disk
/// @param caller of the call that the asking thread begins to serve
public record Records(LedgerWriter seals, LedgerWriter others, Supplier<Peer> caller) {}
