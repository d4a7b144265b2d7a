/// The commands, as people and units call them: arguments in, human text or `-o json` out.
///
/// Invariant: no secret is ever an argument.
@NullMarked
package dev.keelson.cli;

import org.jspecify.annotations.NullMarked;
