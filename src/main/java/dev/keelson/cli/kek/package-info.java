/// `keelson kek`: the life of a keyring's generations, from the first key to the destruction of
/// one.
///
/// Runs beside the daemons, on the same token; they learn of what it did by looking.
@NullMarked
package dev.keelson.cli.kek;

import org.jspecify.annotations.NullMarked;
