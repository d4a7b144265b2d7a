package dev.keelson.tpm;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// `TPM2_GetCapability` for the properties that vary (TPM 2.0 Part 3, §30.2): the command and its
/// answer in bytes, which needs no session and no authorization.
final class TpmProperties {
  /// Far beyond the answer, which has some 30 properties.
  static final int MAX_ANSWER_BYTES = 4096;

  private static final short TPM_ST_NO_SESSIONS = (short) 0x8001;
  private static final int TPM_CC_GET_CAPABILITY = 0x17A;
  private static final int TPM_CAP_TPM_PROPERTIES = 6;
  private static final int PT_VAR = 0x200;
  private static final int HOW_MANY = 64;
  private static final int COMMAND_BYTES = 22;
  private static final int PROPERTY_BYTES = 8;

  private TpmProperties() {}

  static byte[] command() {
    return ByteBuffer.allocate(COMMAND_BYTES)
        .putShort(TPM_ST_NO_SESSIONS)
        .putInt(COMMAND_BYTES)
        .putInt(TPM_CC_GET_CAPABILITY)
        .putInt(TPM_CAP_TPM_PROPERTIES)
        .putInt(PT_VAR)
        .putInt(HOW_MANY)
        .array();
  }

  /// Tag, size, response code, whether there is more, capability, count, then the properties.
  ///
  /// @return empty for anything that is not a whole good answer to [#command]
  static Optional<Map<Integer, Long>> parse(byte[] answer) {
    ByteBuffer in = ByteBuffer.wrap(answer);
    if (answer.length < 2 + 4 + 4 + 1 + 4 + 4
        || in.getShort() != TPM_ST_NO_SESSIONS
        || in.getInt() != answer.length
        || in.getInt() != 0) {
      return Optional.empty();
    }
    in.get();
    int capability = in.getInt();
    int count = in.getInt();
    if (capability != TPM_CAP_TPM_PROPERTIES
        || count < 0
        || count > HOW_MANY
        || in.remaining() != count * PROPERTY_BYTES) {
      return Optional.empty();
    }
    Map<Integer, Long> properties = new HashMap<>();
    for (int i = 0; i < count; i++) {
      properties.put(in.getInt(), Integer.toUnsignedLong(in.getInt()));
    }
    return Optional.of(Map.copyOf(properties));
  }
}
