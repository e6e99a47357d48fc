package lab.gateway.upstream;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import lab.contract.FailureKind;
import lab.dialect.Failure;

/** What it means that a provider gave no answer at all. */
final class NoAnswer {
  private NoAnswer() {}

  /**
   * Whether the system gave this process no socket, as when its descriptors have run out: nobody
   * was asked, and nothing is known of the provider.
   */
  static boolean isOurOwnLack(Throwable cause) {
    return cause instanceof ChannelException;
  }

  /**
   * @param cause what broke
   * @param reached whether a connection stood
   */
  static Failure because(Throwable cause, boolean reached) {
    FailureKind kind =
        cause instanceof KeptConnections.TooMany ? FailureKind.OVERLOAD : FailureKind.SERVER;
    return Failure.of(kind, wordsFor(cause, reached));
  }

  private static String wordsFor(Throwable cause, boolean reached) {
    if (reached) {
      return "the provider closed the connection before it answered";
    }
    return "the provider can not be reached: "
        + switch (cause) {
          case ConnectTimeoutException slow -> "connecting took too long";
          case TimeoutException slow -> "connecting took too long";
          case ConnectException refused -> "the connection was refused";
          case UnknownHostException unknown -> "its host name can not be resolved";
          case SSLException tls -> "TLS failed";
          case KeptConnections.TooMany busy -> "too many connections are open to it";
          default -> cause.getClass().getSimpleName();
        };
  }
}
