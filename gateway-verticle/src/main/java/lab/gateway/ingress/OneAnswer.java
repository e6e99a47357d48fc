package lab.gateway.ingress;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import lab.gateway.call.Sent;
import org.jspecify.annotations.Nullable;

/** A connection of HTTP/1, whose requests are answered one at a time. */
final class OneAnswer implements Line {
  private final Channel channel;
  private final ClientPace pace;
  private @Nullable HttpServerResponse answer;

  OneAnswer(Channel channel, ClientPace pace) {
    this.channel = channel;
    this.pace = pace;
  }

  @Override
  public void began(HttpServerRequest request) {
    pace.began();
    answer = request.response();
    request
        .response()
        .endHandler(
            end -> {
              pace.answered(System.nanoTime());
              if (isLast(request)) {
                Sent.unwatched(request.connection().close());
              }
            });
  }

  /** Whether its answer said that the connection closes, and nothing of it is left to be read. */
  private static boolean isLast(HttpServerRequest request) {
    return request.isEnded()
        && request.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
  }

  @Override
  public ClientPace.Verdict look(long now) {
    return pace.look(now, Line.unsent(channel), answer != null && Line.isComplete(answer));
  }
}
