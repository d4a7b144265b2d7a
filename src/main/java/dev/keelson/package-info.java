/// Keelson's entry: [dev.keelson.Main] hands over to the commands, [dev.keelson.Daemon] wires the
/// rooms, starts and stops them. No logic lives here.
@NullMarked
package dev.keelson;

import org.jspecify.annotations.NullMarked;
