/// `keelson etcd`: what an operator does to etcd itself because of the certificates that Keelson
/// issues.
///
/// It prints commands of etcdctl and runs none: whoever may administer etcd holds credentials that
/// are none of Keelson's.
@NullMarked
package dev.keelson.cli.etcd;

import org.jspecify.annotations.NullMarked;
