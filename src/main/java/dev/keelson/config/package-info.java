/// The configuration file: YAML in, validated records out.
///
/// Invariant: every fault of a file is reported in one run, with its line, its key and the fix.
@NullMarked
package dev.keelson.config;

import org.jspecify.annotations.NullMarked;
