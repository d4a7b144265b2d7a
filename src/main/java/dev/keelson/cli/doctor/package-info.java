/// `keelson doctor`: looks at everything that a daemon depends on, and says what is wrong with it
/// and which command mends it.
///
/// Changes nothing. One login is made, behind the PIN fuse like any other; a canary seals a random
/// seed with each generation.
@NullMarked
package dev.keelson.cli.doctor;

import org.jspecify.annotations.NullMarked;
