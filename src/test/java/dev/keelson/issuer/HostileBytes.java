package dev.keelson.issuer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Bytes that are no request, or were one.
final class HostileBytes {
  /// What may stand where a length is: none, too long, indefinite, and more than there is memory.
  private static final List<byte[]> LENGTHS =
      List.of(
          new byte[] {0},
          new byte[] {0x7f},
          new byte[] {(byte) 0x80},
          new byte[] {(byte) 0x81, (byte) 0xff},
          new byte[] {(byte) 0x82, (byte) 0xff, (byte) 0xff},
          new byte[] {(byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
          new byte[] {(byte) 0x84, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
          new byte[] {(byte) 0x88, 1, 1, 1, 1, 1, 1, 1, 1},
          new byte[] {(byte) 0xff});

  private static final int[] TAGS = {0x30, 0x31, 0xa0, 0x24, 0x23, 0x7f};

  private final Forge forge;
  private final List<byte[]> good;
  private final List<HostileRequest> found = new ArrayList<>();

  /// @param good requests to damage
  HostileBytes(Forge forge, List<byte[]> good) {
    this.forge = forge;
    this.good = List.copyOf(good);
  }

  List<HostileRequest> all() {
    noise();
    names();
    nested();
    lengths();
    truncated();
    return found;
  }

  private void add(String name, byte[] bytes) {
    found.add(HostileRequest.of(name, bytes));
  }

  private void noise() {
    add("nothing", new byte[0]);
    for (int i = 0; i < 90; i++) {
      byte[] noise = forge.bytes(1 + forge.random().nextInt(i < 45 ? 64 : 8_192));
      add("noise " + i, noise);
      add("noise " + i + " in a sequence", framed(0x30, noise));
    }
  }

  /// Of one number that has no end, or too large a one.
  private void names() {
    for (int bytes : new int[] {100, 4_096, 4_097, 8_000}) {
      byte[] arc = new byte[bytes];
      Arrays.fill(arc, (byte) 0xff);
      add("a name without an end, of " + bytes + " bytes", framed(0x30, framed(0x06, arc)));
      arc[bytes - 1] = 1;
      add("a name of one number of " + bytes + " bytes", framed(0x30, framed(0x06, arc)));
    }
  }

  private static byte[] framed(int tag, byte[] content) {
    byte[] framed = Arrays.copyOf(new byte[] {(byte) tag, (byte) 0x82}, 4 + content.length);
    framed[2] = (byte) (content.length >> 8);
    framed[3] = (byte) content.length;
    System.arraycopy(content, 0, framed, 4, content.length);
    return framed;
  }

  /// Each level within the one before it, or begun and never ended.
  private void nested() {
    for (int depth : new int[] {10, 100, 1_000, 2_000, 4_000}) {
      for (int tag : TAGS) {
        byte[] endless = new byte[2 * depth];
        for (int i = 0; i < endless.length; i += 2) {
          endless[i] = (byte) tag;
          endless[i + 1] = (byte) 0x80;
        }
        add("levels that do not end, " + depth + " of tag " + tag, endless);
      }
      add("levels within each other, " + depth, within(depth));
    }
  }

  private static byte[] within(int depth) {
    byte[] whole = new byte[4 * depth];
    for (int i = 0; i < depth; i++) {
      int rest = whole.length - 4 * (i + 1);
      whole[4 * i] = 0x30;
      whole[4 * i + 1] = (byte) 0x82;
      whole[4 * i + 2] = (byte) (rest >> 8);
      whole[4 * i + 3] = (byte) rest;
    }
    return whole;
  }

  /// The second byte is a length, and so are some of those that follow a tag.
  private void lengths() {
    byte[] one = good.getFirst();
    for (int at = 1; at < one.length && found.size() < 420; at++) {
      if (one[at - 1] == 0x30 || one[at - 1] == 0x31 || one[at - 1] == 0x03) {
        for (byte[] length : LENGTHS) {
          byte[] lying = new byte[one.length + length.length - 1];
          System.arraycopy(one, 0, lying, 0, at);
          System.arraycopy(length, 0, lying, at, length.length);
          System.arraycopy(one, at + 1, lying, at + length.length, one.length - at - 1);
          add("a length that lies, at byte " + at + ", " + length.length + " bytes", lying);
        }
      }
    }
  }

  private void truncated() {
    for (int i = 0; i < 60; i++) {
      byte[] one = good.get(i % good.size());
      int end = forge.random().nextInt(one.length);
      add("cut after byte " + end, Arrays.copyOf(one, end));
    }
  }

  /// The next of an endless row.
  HostileRequest damaged() {
    byte[] bytes = good.get(forge.random().nextInt(good.size())).clone();
    int at = forge.random().nextInt(bytes.length);
    return switch (forge.random().nextInt(4)) {
      case 0 -> HostileRequest.of("without byte " + at, without(bytes, at));
      case 1 -> HostileRequest.of("with byte " + at + " twice", twice(bytes, at));
      default -> {
        int bit = forge.random().nextInt(8);
        bytes[at] ^= (byte) (1 << bit);
        yield HostileRequest.of("with bit " + bit + " of byte " + at + " turned", bytes);
      }
    };
  }

  private static byte[] without(byte[] bytes, int at) {
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
    System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
    return shorter;
  }

  private static byte[] twice(byte[] bytes, int at) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
    return longer;
  }
}
