package dev.keelson.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// HTTP/2 by hand (RFC 9113), to say what no client library would.
public final class RawConnection implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_HEADERS = 4;
  private static final int FRAME_HEADER = 9;

  private final SocketChannel channel;
  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder();

  private RawConnection(SocketChannel channel) {
    this.channel = channel;
  }

  public static RawConnection to(Path socket) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return new RawConnection(channel);
  }

  public RawConnection send(byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    return this;
  }

  public RawConnection preface() throws IOException {
    send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    return frame(SETTINGS, 0, 0, new byte[0]);
  }

  /// Begins a call.
  public RawConnection headers(int stream, String method) throws IOException {
    var block = new ByteArrayOutputStream();
    Map.of(
            ":method", "POST",
            ":scheme", "http",
            ":path", "/v2.KeyManagementService/" + method,
            ":authority", "localhost")
        .forEach((name, value) -> literal(block, name, value));
    literal(block, "content-type", "application/grpc");
    literal(block, "te", "trailers");
    return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
  }

  /// A part of a call's request.
  public RawConnection data(int stream, byte[] bytes) throws IOException {
    return frame(DATA, 0, stream, bytes);
  }

  /// "Literal Header Field without Indexing -- New Name" (RFC 7541 §6.2.2), no Huffman code.
  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    block.write(name.length());
    block.writeBytes(name.getBytes(US_ASCII));
    block.write(value.length());
    block.writeBytes(value.getBytes(US_ASCII));
  }

  private RawConnection frame(int type, int flags, int stream, byte[] payload) throws IOException {
    return send(
        ByteBuffer.allocate(FRAME_HEADER + payload.length)
            .putInt(payload.length << 8 | type)
            .put((byte) flags)
            .putInt(stream)
            .put(payload)
            .array());
  }

  /// Waits for the end of a call, and tells its `grpc-status`.
  public String grpcStatus(int stream) throws Exception {
    while (true) {
      ByteBuffer header = read(FRAME_HEADER);
      int lengthAndType = header.getInt();
      header.get();
      int about = header.getInt();
      ByteBuffer payload = read(lengthAndType >>> 8);
      if ((lengthAndType & 0xff) == HEADERS) {
        Http2Headers headers = hpack.decodeHeaders(about, Unpooled.wrappedBuffer(payload));
        @Nullable CharSequence status = headers.get("grpc-status");
        if (about == stream && status != null) {
          return status.toString();
        }
      }
    }
  }

  /// Waits until the other side hangs up.
  public void awaitEnd() throws IOException {
    try {
      while (true) {
        read(1);
      }
    } catch (EOFException | SocketException _) {
      // What was waited for.
    }
  }

  private ByteBuffer read(int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
