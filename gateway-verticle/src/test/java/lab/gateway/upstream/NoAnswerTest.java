package lab.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lab.contract.FailureKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoAnswerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @AfterEach
  void close() {
    assertThat(loop.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000))
        .isTrue();
  }

  /** Connects from a port of our choice, or from any where that is 0. */
  private ChannelFuture connect(SocketAddress server, int from) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(server, new InetSocketAddress(LOOPBACK, from))
        .awaitUninterruptibly();
  }

  @Test
  void aPortThatTheSystemCanNotAssignSaysNothingOfTheProvider() throws Exception {
    // Given: the only port that may be used is in use towards this server
    try (ServerSocket server = new ServerSocket(0, 2, LOOPBACK)) {
      Channel first = connect(server.getLocalSocketAddress(), 0).channel();
      int taken = ((InetSocketAddress) first.localAddress()).getPort();

      // When
      Throwable none =
          Objects.requireNonNull(connect(server.getLocalSocketAddress(), taken).cause());

      // Then
      assertThat(NoAnswer.unasked(none)).extracting("kind").isEqualTo(FailureKind.OVERLOAD);
      assertThat(NoAnswer.isOurOwnLack(none)).isFalse();
    }
  }

  @Test
  void tooManyConnectionsSayNothingOfTheProvider() {
    assertThat(NoAnswer.unasked(new KeptConnections.TooMany()))
        .extracting("kind")
        .isEqualTo(FailureKind.OVERLOAD);
  }

  @Test
  void aRefusedConnectionIsTheProvidersFailure() {
    // Given
    ConnectException refused = new ConnectException("Connection refused");

    // Then
    assertThat(NoAnswer.unasked(refused)).isNull();
    assertThat(NoAnswer.because(refused, false).kind()).isEqualTo(FailureKind.SERVER);
  }
}
