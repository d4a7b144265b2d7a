/// `keelson cert`: client certificates of etcd, as their users and administrators meet them. Keys
/// are made here and stay here; the issuer is asked over its socket.
@NullMarked
package dev.keelson.cli.cert;

import org.jspecify.annotations.NullMarked;
