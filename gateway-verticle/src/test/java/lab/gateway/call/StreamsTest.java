package lab.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private final Http2Connection connection = new DefaultHttp2Connection(true);
  private final Counting streams = Counting.of(connection);
  private final EmbeddedChannel channel = new EmbeddedChannel(streams);

  @BeforeEach
  void begin() throws Exception {
    Http2Stream unused = connection.remote().createStream(1, false);
  }

  @AfterEach
  void close() {
    boolean unused = channel.finishAndReleaseAll();
  }

  @Test
  void aStreamIsEndedAndItsConnectionIsNot() {
    // When
    Streams.reset(streams, 1, Http2Error.CANCEL);

    // Then
    assertThat(connection.stream(1)).isNull();
    assertThat(channel.isActive()).isTrue();
    assertThat(streams.errors).isZero();
  }

  @Test
  void aConnectionThatHasJustClosedIsNotWrittenTo() {
    // Given
    ChannelPipeline unused = channel.pipeline().addFirst(new Ending());

    // When: while what it sent is worked through
    boolean unusedNothing = channel.writeInbound("something");

    // Then
    assertThat(streams.errors).isZero();
  }

  /** Closes the connection, of which the streams have not heard yet when one of them is reset. */
  private final class Ending extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ChannelFuture unused = context.close();
      assertThat(connection.stream(1)).isNotNull();
      Streams.reset(streams, 1, Http2Error.CANCEL);
    }
  }

  /** Counts what Vert.x can not take everywhere. */
  private static final class Counting extends Http2ConnectionHandler {
    private int errors;

    private Counting(DefaultHttp2ConnectionDecoder decoder, DefaultHttp2ConnectionEncoder encoder) {
      super(decoder, encoder, new Http2Settings());
    }

    static Counting of(Http2Connection connection) {
      var encoder = new DefaultHttp2ConnectionEncoder(connection, new DefaultHttp2FrameWriter());
      var decoder =
          new DefaultHttp2ConnectionDecoder(connection, encoder, new DefaultHttp2FrameReader());
      decoder.frameListener(new Http2FrameAdapter());
      return new Counting(decoder, encoder);
    }

    @Override
    protected void onConnectionError(
        ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception error) {
      errors++;
    }
  }
}
