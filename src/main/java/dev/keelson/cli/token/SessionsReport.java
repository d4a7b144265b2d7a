package dev.keelson.cli.token;

import dev.keelson.cryptoki.TokenInfo;
import dev.keelson.token.LaneSettings;

/// How many sessions a token allows, and Keelson needs; the component names are the JSON's.
///
/// @param limit of one application: a number, or `none` or `not told`
/// @param open of all applications: a number or `not told`
/// @param enough `yes`, `no`, or `unknown` when the limit is not told
record SessionsReport(String limit, String open, int needed, String enough) {
  /// `CK_UNAVAILABLE_INFORMATION` (PKCS#11 v2.40 §3.2).
  private static final long NOT_TOLD = -1;

  static SessionsReport of(TokenInfo.Sessions sessions, LaneSettings lanes) {
    int needed = lanes.sessions();
    String open = sessions.open() == NOT_TOLD ? "not told" : Long.toString(sessions.open());
    if (sessions.max() == NOT_TOLD) {
      return new SessionsReport("not told", open, needed, "unknown");
    }
    if (sessions.max() == 0) { // CK_EFFECTIVELY_INFINITE
      return new SessionsReport("none", open, needed, "yes");
    }
    String enough = sessions.max() >= needed ? "yes" : "no";
    return new SessionsReport(Long.toString(sessions.max()), open, needed, enough);
  }

  String words() {
    return "limit "
        + limit
        + ", open "
        + open
        + "; lanes.count needs "
        + needed
        + (enough.equals("no") ? ": too few, lower lanes.count" : "");
  }
}
