package dev.keelson.cli.kek;

import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.RefusedException;
import dev.keelson.cli.Typing;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.kek.GenerationState;
import dev.keelson.kek.KekId;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import dev.keelson.ledger.LedgerException;
import dev.keelson.token.KekAdmin;
import dev.keelson.token.KekEntry;
import dev.keelson.token.UnfinishedKey;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `keelson kek destroy`.
@Command(
    name = "destroy",
    description =
        "Destroys a retired generation for ever. What it sealed, in etcd and in every backup, can"
            + " never be opened again. The key_id has to be typed once more.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = {
      "  keelson kek destroy --config keelson.yaml --reason 'cryptoperiod over' \\",
      "      prod/1/0123456789abcdef"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KekDestroyCommand implements Callable<Integer> {
  @Mixin private KekOptions options;

  @Mixin private Typing typing;

  @Parameters(
      paramLabel = "KEY_ID",
      description = "as keelson kek list shows it; of an unfinished key, its label")
  private String keyId;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "why, for the record")
  private String reason;

  @Option(names = "--force", description = "although the generation was active less than a day ago")
  private boolean force;

  @Override
  public Integer call() throws Exception {
    var config = options.read();
    try (var admin = options.login(config)) {
      Optional<UnfinishedKey> unfinished =
          admin.unfinished().stream().filter(one -> one.label().equals(keyId)).findFirst();
      if (unfinished.isPresent()) {
        confirm();
        recordFirst(config);
        admin.discard(unfinished.get(), reason);
      } else {
        KekId doomed = doomed(admin.list());
        confirm();
        recordFirst(config);
        admin.destroy(doomed, reason);
      }
      options.print(admin.list());
      return ExitCode.OK;
    }
  }

  /// What is gone cannot be told of afterwards if the disk says no.
  private void recordFirst(KeelsonConfig config) throws LedgerException {
    AdminLedger.record(config, DeedKind.DESTROY, keyId, Details.NONE.with(Detail.REASON, reason));
  }

  private void confirm() throws IOException, RefusedException {
    typing.requireTypedBack(keyId, "type " + keyId + " to destroy it for ever");
  }

  private KekId doomed(List<KekEntry> entries) throws RefusedException {
    for (int i = 0; i < entries.size(); i++) {
      var id = entries.get(i).id().filter(one -> one.toString().equals(keyId));
      if (id.isPresent()) {
        refuseUnlessRetired(entries.get(i));
        refuseIfYoung(entries.get(i + 1).label().activation());
        return id.get();
      }
    }
    throw new RefusedException(
        "there is no key " + keyId, "see which there are: keelson kek list --config FILE");
  }

  private void refuseUnlessRetired(KekEntry entry) throws RefusedException {
    if (entry.state() != GenerationState.RETIRED) {
      throw new RefusedException(
          keyId + " is " + entry.state() + ": only a retired generation can be destroyed",
          "rotate first: keelson kek rotate --config FILE");
    }
  }

  /// @param retired when the next generation became active
  private void refuseIfYoung(Instant retired) throws RefusedException {
    Instant cold = retired.plus(KekAdmin.CACHED);
    if (!force && InstantSource.system().instant().isBefore(cold)) {
      throw new RefusedException(
          keyId
              + " was active until "
              + retired
              + ": API servers keep its seeds in memory for 24 h,"
              + " so it cannot be known yet that nothing needs it",
          "wait until " + cold + ", or --force");
    }
  }
}
