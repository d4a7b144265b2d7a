/// Placeholder.
@NullMarked
package dev.keelson.enrollment;

import org.jspecify.annotations.NullMarked;
