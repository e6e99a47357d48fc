package lab.gateway.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import java.util.Locale;
import lab.gateway.call.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that a provider compressed although it was asked not to. What can be read
 * of a piece is given at once, so that no event is held back. Made only for such an answer: a
 * decoder in every connection would cost every request.
 */
public final class Inflated implements ReadStream<Buffer> {
  /**
   * One piece that becomes more than this is an attack or a fault. A piece has 64 KiB at most, and
   * answers shrink to a tenth; this much is unpacked in some ten milliseconds.
   */
  static final int MOST_AT_ONCE = 4 * 1024 * 1024;

  private final ReadStream<Buffer> packed;
  private final EmbeddedChannel decoder;
  private Handler<Throwable> broken = unread -> {};

  private Inflated(ReadStream<Buffer> packed, ZlibWrapper wrapper) {
    this.packed = packed;
    this.decoder = new EmbeddedChannel(ZlibCodecFactory.newZlibDecoder(wrapper, MOST_AT_ONCE));
  }

  /** The body as it is meant to be read: mostly the answer itself. */
  public static ReadStream<Buffer> body(HttpClientResponse answer) {
    String encoding = answer.getHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding == null ? answer : of(answer, encoding);
  }

  static ReadStream<Buffer> of(ReadStream<Buffer> answer, String encoding) {
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip" -> new Inflated(answer, ZlibWrapper.GZIP);
      case "deflate" -> new Inflated(answer, ZlibWrapper.ZLIB_OR_NONE);
      default -> answer;
    };
  }

  @Override
  public ReadStream<Buffer> handler(@Nullable Handler<Buffer> reader) {
    packed.handler(reader == null ? null : piece -> inflate(piece, reader));
    return this;
  }

  private void inflate(Buffer piece, Handler<Buffer> reader) {
    try {
      boolean some = decoder.writeInbound(Unpooled.wrappedBuffer(piece.getBytes()));
      while (some) {
        ByteBuf open = decoder.readInbound();
        if (open == null) {
          return;
        }
        byte[] bytes = new byte[open.readableBytes()];
        open.readBytes(bytes);
        open.release();
        reader.handle(Bytes.wrap(bytes));
      }
    } catch (RuntimeException notCompressed) {
      release();
      broken.handle(notCompressed);
    }
  }

  @Override
  public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    if (handler != null) {
      broken = handler;
    }
    packed.exceptionHandler(
        failure -> {
          release();
          broken.handle(failure);
        });
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
    packed.endHandler(
        end -> {
          release();
          if (handler != null) {
            handler.handle(null);
          }
        });
    return this;
  }

  private void release() {
    try {
      boolean unused = decoder.finishAndReleaseAll();
    } catch (RuntimeException unread) {
      // What can not be read breaks it once more; it has been told, and the memory is free.
    }
  }

  @Override
  public ReadStream<Buffer> pause() {
    packed.pause();
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    packed.resume();
    return this;
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    packed.fetch(amount);
    return this;
  }
}
