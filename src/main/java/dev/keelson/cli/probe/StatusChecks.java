package dev.keelson.cli.probe;

import dev.keelson.host.UnixAddress;
import dev.keelson.kms.Contract;
import dev.keelson.kms.v2.StatusResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Asks Status again and again, and keeps every answer to compare them in the end.
final class StatusChecks {
  private final PluginClient client;
  private final Findings findings;
  private final List<StatusResponse> answers = new ArrayList<>();

  StatusChecks(PluginClient client, Findings findings) {
    this.client = client;
    this.findings = findings;
  }

  StatusResponse first() throws CallFailedException {
    StatusResponse status = findings.answer(Rule.STATUS_ANSWERS, () -> keep(client.status()));
    findings.judge(
        Rule.STATUS_VERSION,
        Contract.faultOfVersion(status.getVersion()),
        "version " + status.getVersion());
    findings.judge(
        Rule.STATUS_HEALTHZ,
        Contract.faultOfHealthz(status.getHealthz()),
        "healthz " + status.getHealthz());
    findings.judge(
        Rule.STATUS_KEY_ID,
        Contract.faultOfKeyId(status.getKeyId()),
        "key_id " + status.getKeyId());
    return status;
  }

  void authorities(UnixAddress address) {
    String path =
        switch (address) {
          case UnixAddress.File file -> file.path().toString();
          case UnixAddress.Abstract name -> "@" + name.name();
        };
    authority(Rule.AUTHORITY_LOCALHOST, Contract.AUTHORITY);
    authority(Rule.AUTHORITY_PATH, path);
    authority(
        Rule.AUTHORITY_ESCAPED,
        URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private void authority(Rule rule, String authority) {
    try {
      keep(client.statusAs(authority));
      findings.passed(rule, "answered to " + authority);
    } catch (CallFailedException e) {
      findings.failed(rule, "with the authority " + authority + " " + e.what());
    }
  }

  void afterRefusal() {
    try {
      StatusResponse status = keep(client.status());
      // what was wrong before is told already
      Optional<String> fault =
          status.equals(answers.getFirst()) ? Optional.empty() : firstFault(status);
      findings.judge(Rule.STATUS_AFTER_REFUSAL, fault, "as good as before");
    } catch (CallFailedException e) {
      findings.failed(Rule.STATUS_AFTER_REFUSAL, e.what());
    }
  }

  void stable() {
    try {
      keep(client.status());
      findings.judge(
          Rule.STATUS_STABLE,
          answers.stream().flatMap(this::change).findFirst(),
          "the same in " + answers.size() + " answers");
    } catch (CallFailedException e) {
      findings.failed(Rule.STATUS_STABLE, e.what());
    }
  }

  private Stream<String> change(StatusResponse later) {
    StatusResponse first = answers.getFirst();
    return Stream.of(
            difference("version", first.getVersion(), later.getVersion()),
            difference("key_id", first.getKeyId(), later.getKeyId()))
        .flatMap(Optional::stream);
  }

  private static Optional<String> difference(String what, String first, String later) {
    return first.equals(later)
        ? Optional.empty()
        : Optional.of(what + " was '" + first + "', then '" + later + "'");
  }

  private static Optional<String> firstFault(StatusResponse status) {
    return Stream.of(
            Contract.faultOfVersion(status.getVersion()),
            Contract.faultOfHealthz(status.getHealthz()),
            Contract.faultOfKeyId(status.getKeyId()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private StatusResponse keep(StatusResponse answer) {
    answers.add(answer);
    return answer;
  }
}
