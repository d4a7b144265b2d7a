package dev.keelson.cli.token;

import dev.keelson.cryptoki.MechanismInfo;
import dev.keelson.cryptoki.TokenInfo;
import dev.keelson.token.LaneSettings;
import dev.keelson.token.LoginUser;
import dev.keelson.token.PinCount;
import dev.keelson.token.PinFuse;
import dev.keelson.token.TokenSlot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What `keelson token show` tells; the component names are the JSON's.
///
/// @param token as `keelson token list` has it
/// @param pin_counts of wrong PINs, the user's and the SO's
@SuppressWarnings("MemberName") // the names of the JSON
record TokenReport(
    TokenRow token,
    List<String> flags,
    List<String> pin_counts,
    TokenInfo.PinLength pin_length,
    SessionsReport sessions,
    List<MechanismRow> mechanisms,
    List<SuiteRow> suites,
    List<FuseRow> fuses) {

  static TokenReport of(
      TokenSlot token,
      Map<KnownMechanism, MechanismInfo> mechanisms,
      LaneSettings lanes,
      PinFuse fuse) {
    TokenInfo info = token.info();
    List<LoginUser> users = List.of(LoginUser.values());
    return new TokenReport(
        TokenRow.of(token, "yes"),
        FlagWords.of(info),
        users.stream().map(user -> PinCount.of(info, user).inWords(user)).toList(),
        info.pinLength(),
        SessionsReport.of(info.sessions(), lanes),
        Arrays.stream(KnownMechanism.values())
            .map(one -> MechanismRow.of(one, mechanisms.get(one)))
            .toList(),
        SuiteRow.of(mechanisms),
        users.stream().map(user -> FuseRow.of(fuse, info.serial(), user)).toList());
  }
}
