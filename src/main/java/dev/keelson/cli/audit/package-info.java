/// `keelson audit`: looks into a ledger's files, and believes them or does not.
///
/// It reads only, needs no daemon and no token, and works on a copy.
@NullMarked
package dev.keelson.cli.audit;

import org.jspecify.annotations.NullMarked;
