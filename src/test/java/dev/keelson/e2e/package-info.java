/// The whole daemon, as its callers and its operators meet it: over the real socket, on a real
/// token, in this process or, where signals, exit codes and output matter, in one of its own.
@NullMarked
package dev.keelson.e2e;

import org.jspecify.annotations.NullMarked;
