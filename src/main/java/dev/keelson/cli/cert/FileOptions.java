package dev.keelson.cli.cert;

import dev.keelson.enrollment.keep.Outputs;
import dev.keelson.enrollment.keep.Place;
import dev.keelson.enrollment.keep.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Where a pair goes.
@Command // or picocli would not take it for a mixin
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FileOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description =
          "one file for all: the key (PKCS#8), the certificate, the chain. The one without a moment"
              + " in which it is half replaced, and etcd's clients take it: kube-apiserver's"
              + " --etcd-certfile and --etcd-keyfile may both name it")
  private @Nullable Path bundle;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description =
          "the certificate and its chain, for who cannot read a bundle; with --key. Who reads"
              + " between the two renames, or is left so by a crash, has the new key with the old"
              + " certificate; the next start mends that")
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "the key (PKCS#8); with --cert")
  private @Nullable Path key;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "also the root's certificate: what etcd's --trusted-ca-file has to hold")
  private @Nullable Path root;

  @Mixin private AccessOptions access;

  Outputs outputs() {
    List<Place> places = new ArrayList<>();
    if (bundle != null) {
      places.add(new Place.Bundle(new Target(bundle, access.ofKeys())));
    }
    if (certificate != null && key != null) {
      places.add(
          new Place.Split(
              new Target(key, access.ofKeys()), new Target(certificate, access.ofOthers())));
    } else if (certificate != null || key != null) {
      throw new ParameterException(command.commandLine(), "--cert and --key go together");
    }
    if (places.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "name where the pair goes: --bundle, or --cert and --key");
    }
    return new Outputs(
        places, Optional.ofNullable(root).map(file -> new Target(file, access.ofOthers())));
  }
}
