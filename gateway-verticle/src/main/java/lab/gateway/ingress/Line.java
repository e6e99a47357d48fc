package lab.gateway.ingress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** What is known of one client connection. Of one event loop. */
sealed interface Line permits OneAnswer, ManyAnswers {
  /** The head of a request has come. */
  void began(HttpServerRequest request);

  /**
   * A look at it, once in a while.
   *
   * @param now nanoseconds
   */
  ClientPace.Verdict look(long now);

  /** Bytes that were written and not taken by the system; it takes no more than the client does. */
  static long unsent(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
  }

  /** Whether all of an answer is there: only then its head has told the length. */
  static boolean isComplete(HttpServerResponse answer) {
    return answer.headWritten() && answer.headers().contains(HttpHeaders.CONTENT_LENGTH);
  }
}
