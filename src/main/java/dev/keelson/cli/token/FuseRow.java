package dev.keelson.cli.token;

import dev.keelson.token.LoginUser;
import dev.keelson.token.PinFuse;

/// What the PIN fuse remembers of one user; the component names are the JSON's.
record FuseRow(String user, String remembers, String file) {
  static FuseRow of(PinFuse fuse, String serial, LoginUser user) {
    return new FuseRow(
        user.toString(), fuse.memory(serial, user).toString(), fuse.file(serial, user).toString());
  }

  String words() {
    return user + " PIN, " + remembers + " (" + file + ")";
  }
}
