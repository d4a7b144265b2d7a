package dev.keelson.health;

import java.util.List;
import java.util.stream.Stream;

/// How the daemon is at one moment: what `/status`, `/metrics` and `keelson status` tell.
///
/// Invariant: no secret, and nothing that only a caller of the KMS socket may know.
///
/// @param remarks what is wrong, and what to do about it; the worst first
/// @param tokens the preferred one first
/// @param generations the newest first
/// @param failovers calls that another token than the preferred one answered
public record Snapshot(
    Standing standing,
    List<Condition> remarks,
    String keyring,
    List<TokenHealth> tokens,
    List<GenerationHealth> generations,
    long failovers) {
  public Snapshot {
    remarks = List.copyOf(remarks);
    tokens = List.copyOf(tokens);
    generations = List.copyOf(generations);
  }

  /// The standing of a keyring on its tokens.
  ///
  /// @param verdict of the keyring as a whole
  public static Snapshot of(Verdict verdict, Keys keys, List<TokenHealth> tokens, long failovers) {
    List<Condition> remarks =
        tokens.stream().flatMap(token -> token.remarks().stream()).distinct().toList();
    return switch (verdict) {
      case Verdict.Good() ->
          new Snapshot(
              remarks.isEmpty() ? Standing.GOOD : Standing.DEGRADED,
              remarks,
              keys.keyring(),
              tokens,
              keys.generations(),
              failovers);
      case Verdict.Bad(var why) ->
          new Snapshot(
              Standing.DOWN,
              remarks.contains(why) ? remarks : worstFirst(why, remarks),
              keys.keyring(),
              tokens,
              keys.generations(),
              failovers);
    };
  }

  /// The same, with one more thing that needs a look.
  public Snapshot with(Condition remark) {
    return new Snapshot(
        standing == Standing.GOOD ? Standing.DEGRADED : standing,
        Stream.concat(remarks.stream(), Stream.of(remark)).toList(),
        keyring,
        tokens,
        generations,
        failovers);
  }

  /// A daemon that could not be asked.
  public static Snapshot unknown(Condition why) {
    return new Snapshot(Standing.DOWN, List.of(why), "", List.of(), List.of(), 0);
  }

  private static List<Condition> worstFirst(Condition worst, List<Condition> others) {
    return Stream.concat(Stream.of(worst), others.stream()).toList();
  }

  /// A keyring's name, and its generations.
  public record Keys(String keyring, List<GenerationHealth> generations) {}
}
