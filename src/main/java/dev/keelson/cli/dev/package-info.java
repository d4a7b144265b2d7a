/// `keelson dev`: a token, a keyring and a served socket of one's own, to try Keelson with.
///
/// Not for production: SoftHSM keeps its keys in files, and here the PINs lie beside them.
@NullMarked
package dev.keelson.cli.dev;

import org.jspecify.annotations.NullMarked;
