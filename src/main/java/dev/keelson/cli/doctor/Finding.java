package dev.keelson.cli.doctor;

/// One thing that was looked at; the component names are the JSON's.
///
/// @param group what it belongs to, as people speak of it
/// @param seen on one line
/// @param fix what to do, with the command; empty when nothing is to be done
public record Finding(String group, Mark mark, String seen, String fix) {}
