package dev.keelson.enrollment.keep;

import java.security.cert.X509Certificate;
import java.time.Instant;

/// A new pair, with what came with it.
///
/// @param root where its chain has to lead to
/// @param issued when it came
/// @param due when it is to be renewed itself
record Candidate(Pair pair, X509Certificate root, Instant issued, Instant due) {}
