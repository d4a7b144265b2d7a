package dev.keelson.token;

import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.GenerationState;
import dev.keelson.kek.KekId;
import java.util.List;
import java.util.Optional;

/// A key of a keyring as an administrator sees it.
///
/// @param id empty when the key is not fit to be served
/// @param faults what makes it unfit
public record KekEntry(
    GenerationLabel label, GenerationState state, Optional<KekId> id, List<String> faults) {}
