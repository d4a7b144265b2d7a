/// What Linux gives a daemon: Unix sockets with an exact mode, the credentials of their callers,
/// the process environment of a vendor module.
///
/// Not here: what is served on a socket.
@NullMarked
package dev.keelson.host;

import org.jspecify.annotations.NullMarked;
