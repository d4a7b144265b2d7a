package dev.keelson.token;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;

/// EME-OAEP decoding (RFC 8017 §7.1.2 step 3), with SHA-256, MGF1 with SHA-256 and an empty label,
/// of a block that a token has done the RSA of.
final class OaepPadding {
  /// Two hashes and two octets, around nothing.
  private static final int MIN_BYTES = 2 * 32 + 2;

  private OaepPadding() {}

  /// What the padding is around; empty when it is none.
  ///
  /// @param block as long as the modulus
  static Optional<byte[]> removed(byte[] block) {
    if (block.length < MIN_BYTES) {
      return Optional.empty();
    }
    var oaep =
        new OAEPEncoding(new Done(block), new SHA256Digest(), new SHA256Digest(), new byte[0]);
    oaep.init(false, NO_PARAMETERS);
    try {
      return Optional.of(oaep.processBlock(block, 0, block.length));
    } catch (InvalidCipherTextException _) {
      return Optional.empty();
    }
  }

  private static final CipherParameters NO_PARAMETERS = new CipherParameters() {};

  /// An RSA whose work is done already. The first octet of a good block is zero, and the decoder
  /// takes a result that has one more than its output size for a bad one.
  private record Done(int length) implements AsymmetricBlockCipher {
    Done(byte[] block) {
      this(block.length);
    }

    @Override
    public void init(boolean forEncryption, CipherParameters none) {
      // nothing is left to do
    }

    @Override
    public int getInputBlockSize() {
      return length;
    }

    @Override
    public int getOutputBlockSize() {
      return length - 1;
    }

    @Override
    public byte[] processBlock(byte[] in, int from, int count) {
      int start = count > 0 && in[from] == 0 ? 1 : 0;
      return Arrays.copyOfRange(in, from + start, from + count);
    }
  }
}
