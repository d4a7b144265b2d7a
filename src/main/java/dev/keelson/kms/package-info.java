/// The KMS v2 gRPC service: decode, call the keyring, encode; failure to status, once.
///
/// Not here: any decision about keys. Invariant: Status never touches the token.
@NullMarked
package dev.keelson.kms;

import org.jspecify.annotations.NullMarked;
