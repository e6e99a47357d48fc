package lab.gateway.upstream;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import lab.contract.FailureKind;
import lab.dialect.Failure;
import org.jspecify.annotations.Nullable;

/** What it means that a provider gave no answer at all. */
final class NoAnswer {
  private static final String TOO_MANY =
      "the gateway can open no further connection to the provider: it has too many";

  private NoAnswer() {}

  /**
   * Whether the system gave this process no socket, as when its descriptors have run out: nobody
   * was asked, and nothing is known of the provider.
   */
  static boolean isOurOwnLack(Throwable cause) {
    return cause instanceof ChannelException;
  }

  /**
   * What it means where this node can make no further connection to this one provider: it has too
   * many already, or the system has no port left for another. Nothing is known of the provider, and
   * another one may well be asked. Null where it means something else.
   */
  static @Nullable Failure unasked(Throwable cause) {
    // The error that a port can not be assigned, as it is or with the provider's address.
    boolean full =
        cause instanceof KeptConnections.TooMany
            || cause instanceof BindException
            || cause.getCause() instanceof BindException;
    return full ? Failure.of(FailureKind.OVERLOAD, TOO_MANY) : null;
  }

  /**
   * @param cause what broke
   * @param reached whether a connection stood
   */
  static Failure because(Throwable cause, boolean reached) {
    return Failure.of(FailureKind.SERVER, wordsFor(cause, reached));
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
          default -> cause.getClass().getSimpleName();
        };
  }
}
