package dev.keelson.issuer;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One line of the book of certificates: a JSON object with a version, so that a later form is
/// refused and not misread.
sealed interface BookLine {
  int VERSION = 1;

  /// A certificate is about to be signed.
  record Opened(IssuedCertificate certificate) implements BookLine {}

  /// It was signed.
  record Signed(Serial serial) implements BookLine {}

  /// It was taken back.
  record Revoked(Revocation revocation) implements BookLine {}

  default String json() {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("v", VERSION);
    switch (this) {
      case Opened(var one) -> {
        line.put("op", one.state() == IssuedCertificate.State.ISSUED ? "kept" : "opened");
        line.put("serial", one.serial().toString());
        line.put("profile", one.profile().toString());
        line.put("subject", one.subject());
        line.put("uid", one.uid());
        line.put("not_before", one.notBefore().getEpochSecond());
        line.put("not_after", one.notAfter().getEpochSecond());
        line.put("key_sha256", one.keySha256());
      }
      case Signed(var serial) -> {
        line.put("op", "signed");
        line.put("serial", serial.toString());
      }
      case Revoked(var revocation) -> {
        line.put("op", "revoked");
        line.put("serial", revocation.serial().toString());
        line.put("at", revocation.at().getEpochSecond());
        line.put("until", revocation.until().getEpochSecond());
      }
    }
    return JsonMapper.shared().writeValueAsString(line);
  }

  /// Reads a line.
  ///
  /// @throws IllegalArgumentException when it is none of ours
  static BookLine parse(String json) {
    try {
      JsonNode line = JsonMapper.shared().readTree(json);
      if (line.path("v").asInt() != VERSION) {
        throw new IllegalArgumentException("it is of another version than " + VERSION);
      }
      var serial = Serial.parse(line.path("serial").asString());
      return switch (line.path("op").asString()) {
        case "opened" -> new Opened(certificate(line, serial, IssuedCertificate.State.UNKNOWN));
        case "kept" -> new Opened(certificate(line, serial, IssuedCertificate.State.ISSUED));
        case "signed" -> new Signed(serial);
        case "revoked" ->
            new Revoked(new Revocation(serial, instant(line, "at"), instant(line, "until")));
        default -> throw new IllegalArgumentException("it tells of no deed that is known");
      };
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is no line of the book", e);
    }
  }

  private static IssuedCertificate certificate(
      JsonNode line, Serial serial, IssuedCertificate.State state) {
    return new IssuedCertificate(
        serial,
        new ProfileName(line.path("profile").asString()),
        line.path("subject").asString(),
        line.path("uid").asLong(),
        instant(line, "not_before"),
        instant(line, "not_after"),
        line.path("key_sha256").asString(),
        state);
  }

  private static Instant instant(JsonNode line, String name) {
    return Instant.ofEpochSecond(line.required(name).asLong());
  }
}
