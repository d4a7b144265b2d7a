package dev.keelson.cli.etcd;

import java.util.regex.Pattern;

/// Who is to have a role.
///
/// @param profile which names the role
/// @param cn of the certificates, which is the user's name in etcd
public record RbacSubject(String profile, String cn, Purpose purpose) {
  private static final Pattern PROFILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  /// What a shell and etcdctl take for a name; 64 is the bound of RFC 5280 (`ub-common-name`).
  private static final Pattern CN = Pattern.compile("[\\x21-\\x7e&&[^-]][\\x20-\\x7e]{0,63}");

  public RbacSubject {
    if (!PROFILE.matcher(profile).matches()) {
      throw new IllegalArgumentException("'" + profile + "' cannot be part of a role's name");
    }
    if (!CN.matcher(cn).matches()) {
      throw new IllegalArgumentException("'" + cn + "' cannot be a user of etcd");
    }
    if (cn.equals("root") && !(purpose instanceof Purpose.Backup)) {
      throw new IllegalArgumentException("the user root has every right in etcd: 'backup' alone");
    }
  }

  /// `root` is etcd's own; ours say whose they are, so that undoing touches no others.
  String role() {
    return purpose instanceof Purpose.Backup ? "root" : "keelson-" + profile;
  }
}
