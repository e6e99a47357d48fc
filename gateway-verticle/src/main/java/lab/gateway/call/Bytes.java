package lab.gateway.call;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** Arrays as buffers. */
public final class Bytes {
  private Bytes() {}

  /**
   * A buffer over this array. {@code Buffer.buffer(byte[])} copies, which for a 32 MiB prompt is
   * not nothing; the array must not change afterwards.
   */
  public static Buffer wrap(byte[] bytes) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
  }

  /** A buffer over a part of this array. */
  static Buffer wrap(byte[] bytes, int from, int length) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes, from, length));
  }
}
