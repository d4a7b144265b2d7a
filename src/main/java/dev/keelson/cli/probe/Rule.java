package dev.keelson.cli.probe;

/// What a plugin is held to, in the order of asking; ids are stable, scripts read them.
public enum Rule {
  SOCKET(
      "socket",
      "the provider's `endpoint` is a Unix socket that the API server may connect to",
      "start the plugin and compare the path with the EncryptionConfiguration"),
  STATUS_ANSWERS(
      "status-answers",
      "Status answers within the provider's `timeout` (3 s by default)",
      "look into the plugin's log, and whether it serves this user: sudo -u … keelson probe …"),
  STATUS_VERSION(
      "status-version",
      "StatusResponse.version is v2 or v2beta1",
      "the plugin speaks another API, perhaps KMS v1: upgrade it"),
  STATUS_HEALTHZ(
      "status-healthz",
      "StatusResponse.healthz is exactly 'ok'; anything else makes the API server unhealthy",
      "the text is the plugin's own reason: repair that first"),
  STATUS_KEY_ID(
      "status-key-id",
      "StatusResponse.key_id has 1 to 1024 bytes",
      "the plugin has no active key, or makes key_ids too long; hash them"),
  AUTHORITY_LOCALHOST(
      "authority-localhost",
      "API servers since 1.32 send the authority 'localhost' (kubernetes#126930)",
      "the plugin's HTTP/2 server must not check :authority"),
  AUTHORITY_PATH(
      "authority-path",
      "API servers before 1.32 send the socket's path as authority (kubernetes#126929)",
      "the plugin's HTTP/2 server refuses it: run API servers 1.32 or newer, or change the server"),
  AUTHORITY_ESCAPED(
      "authority-escaped",
      "newer gRPC clients percent-encode that path (grpc#38142)",
      "the plugin's HTTP/2 server refuses it: run API servers 1.32 or newer, or change the server"),
  ENCRYPT_ANSWERS(
      "encrypt-answers",
      "Encrypt of a 32-byte seed answers within the provider's `timeout`",
      "the key store behind the plugin is down, slow or lacks the right: see the plugin's log"),
  ENCRYPT_CIPHERTEXT(
      "encrypt-ciphertext",
      "EncryptResponse.ciphertext has 1 to 1024 bytes; the API server refuses any other",
      "move what is large into annotations (32 KiB)"),
  ENCRYPT_KEY_ID(
      "encrypt-key-id",
      "EncryptResponse.key_id equals the key_id of Status, else the API server drops the answer",
      "a rotation at this very moment: run again; else the plugin caches one of the two"),
  ENCRYPT_ANNOTATIONS(
      "encrypt-annotations",
      "annotation keys are domain names (no '/', no upper case), at most 32768 bytes in total",
      "name annotations like 'copy.kms.example.com' and shorten their values"),
  ENCRYPT_DISTINCT(
      "encrypt-distinct",
      "another seed gives another ciphertext or other annotations (KEP-3299)",
      "stop using this plugin: it does not encrypt what it is given"),
  DECRYPT_ROUND_TRIP(
      "decrypt-round-trip",
      "Decrypt gives back the bytes that Encrypt was given",
      "stop using this plugin for writes: what it seals cannot be read again"),
  DECRYPT_UNKNOWN_KEY_ID(
      "decrypt-unknown-key-id",
      "Decrypt checks the key_id and refuses one that it does not know (KEP-3299)",
      "the plugin ignores key_id: a rotation or a mix-up of clusters will go unnoticed"),
  DECRYPT_FLIPPED_BIT(
      "decrypt-flipped-bit",
      "Decrypt refuses a ciphertext of which one bit was changed",
      "the plugin does not authenticate: it needs an AEAD such as AES-GCM, not CBC or raw ECB"),
  STATUS_AFTER_REFUSAL(
      "status-after-refusal",
      "a refused ciphertext leaves Status as good as it was",
      "the plugin takes one bad ciphertext for a broken key store"),
  DECRYPT_AFTER_REFUSAL(
      "decrypt-after-refusal",
      "a refused ciphertext leaves the good ones readable",
      "the plugin's session with its key store breaks on an error: see its log"),
  LOAD(
      "load",
      "every call under load is answered in time, and rightly",
      "DEADLINE_EXCEEDED: the key store is too slow for this many outstanding calls"),
  STATUS_STABLE(
      "status-stable",
      "version never changes while a client is connected; key_id only when the key is rotated",
      "a rotation during the probe: run again; else several plugins share the socket, or the key_id"
          + " is not derived from the key");

  private final String id;
  private final String text;
  private final String remedy;

  Rule(String id, String text, String remedy) {
    this.id = id;
    this.text = text;
    this.remedy = remedy;
  }

  public String id() {
    return id;
  }

  /// The rule itself, in one sentence.
  public String text() {
    return text;
  }

  /// The likely cause of a violation, and what to do.
  public String remedy() {
    return remedy;
  }
}
