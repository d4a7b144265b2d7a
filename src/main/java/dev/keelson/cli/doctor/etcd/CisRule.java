package dev.keelson.cli.doctor.etcd;

import java.util.List;
import java.util.function.Predicate;

/// A rule of the CIS Kubernetes Benchmark that is about a flag; the numbers are those of 1.10 to
/// 1.12.
///
/// @param gist what is true where it is kept
/// @param harm what follows where it is not
record CisRule(String id, String gist, String harm, Predicate<Flags> kept, String fix) {
  static final List<CisRule> OF_ETCD =
      List.of(
          new CisRule(
              "2.1",
              "etcd has --cert-file and --key-file",
              "everything can be read on the wire",
              flags -> flags.has("cert-file") && flags.has("key-file"),
              "--cert-file=FILE --key-file=FILE"),
          new CisRule(
              "2.2",
              "etcd has --client-cert-auth",
              "who a client is plays no part",
              flags -> flags.on("client-cert-auth"),
              "--client-cert-auth=true"),
          new CisRule(
              "2.3",
              "etcd has no --auto-tls",
              "clients cannot know that they talk to etcd",
              flags -> !flags.on("auto-tls"),
              "--auto-tls=false"),
          new CisRule(
              "2.4",
              "etcd has --peer-cert-file and --peer-key-file",
              "members talk in the clear",
              flags -> flags.has("peer-cert-file") && flags.has("peer-key-file"),
              "--peer-cert-file=FILE --peer-key-file=FILE"),
          new CisRule(
              "2.5",
              "etcd has --peer-client-cert-auth",
              "whoever reaches the peers' port is a member",
              flags -> flags.on("peer-client-cert-auth"),
              "--peer-client-cert-auth=true --peer-trusted-ca-file=FILE"),
          new CisRule(
              "2.6",
              "etcd has no --peer-auto-tls",
              "members cannot know each other",
              flags -> !flags.on("peer-auto-tls"),
              "--peer-auto-tls=false"));

  static final List<CisRule> OF_APISERVER =
      List.of(
          new CisRule(
              "1.2.23",
              "kube-apiserver has --etcd-certfile and --etcd-keyfile",
              "etcd cannot know who calls",
              flags -> flags.has("etcd-certfile") && flags.has("etcd-keyfile"),
              "--etcd-certfile=FILE --etcd-keyfile=FILE"),
          new CisRule(
              "1.2.26",
              "kube-apiserver has --etcd-cafile",
              "it cannot know that it talks to etcd",
              flags -> flags.has("etcd-cafile"),
              "--etcd-cafile=FILE"));
}
