/// `keelson status`: asks the running daemon's management address, and shows the answer.
///
/// Not here: what is good and what is not, which the daemon itself says.
@NullMarked
package dev.keelson.cli.status;

import org.jspecify.annotations.NullMarked;
