package dev.keelson.enrollment.keep;

/// What is to be kept.
///
/// @param profile of the issuer's
/// @param outputs where the pair goes
/// @param preflight who tries it before
/// @param afterChange who is told of it after
public record Order(
    String profile, Outputs outputs, Preflight preflight, AfterChange afterChange) {}
