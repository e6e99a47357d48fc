package lab.gateway.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lab.gateway.call.ByteBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {
  private static final int BUDGET = 1_000_000;

  private final ByteBudget budget = new ByteBudget(BUDGET);
  private final EmbeddedChannel channel = new EmbeddedChannel(new OneAtATime(budget));

  @AfterEach
  void nothingStays() {
    var unused = channel.finishAndReleaseAll();
    assertThat(budget.held()).isZero();
  }

  private static FullHttpRequest request(String path, int bytes) {
    return new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1,
        HttpMethod.POST,
        path,
        Unpooled.copiedBuffer("x".repeat(bytes).getBytes(UTF_8)));
  }

  private void comes(Object... messages) {
    var unused = channel.writeInbound(messages);
  }

  /** An answer, as Vert.x writes it: its end may come later than its head. */
  private void answers() {
    var head =
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    var end = channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(head && end).isTrue();
    channel.runPendingTasks();
  }

  private List<String> passed() {
    List<String> paths = new ArrayList<>();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      if (next instanceof FullHttpRequest request) {
        paths.add(request.uri());
        assertThat(request.release()).isTrue();
      }
    }
    return paths;
  }

  @Test
  void aRequestWaitsForTheAnswerOfTheOneBefore() {
    // When, then
    comes(request("/1", 5), request("/2", 5), request("/3", 5));
    assertThat(passed()).containsExactly("/1");
    assertThat(budget.held()).isPositive();
    answers();
    assertThat(passed()).containsExactly("/2");
    answers();
    assertThat(passed()).containsExactly("/3");
    assertThat(budget.held()).isZero();
    answers();
    comes(request("/4", 5));
    assertThat(passed()).containsExactly("/4");
  }

  @Test
  void aGoAheadIsNoAnswer() {
    // Given
    comes(request("/1", 5), request("/2", 5));
    assertThat(passed()).containsExactly("/1");

    // When
    var unused =
        channel.writeOutbound(
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    channel.runPendingTasks();

    // Then
    assertThat(passed()).isEmpty();
  }

  @Test
  void theBodyOfTheRequestAtWorkIsNotHeld() {
    // Given
    comes(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/1"));
    HttpContent piece = new DefaultHttpContent(Unpooled.copiedBuffer("x".repeat(100_000), UTF_8));

    // When
    comes(piece);

    // Then
    Object head = channel.readInbound();
    Object body = channel.readInbound();
    assertThat(head).isInstanceOf(DefaultHttpRequest.class);
    assertThat(body).isSameAs(piece);
    assertThat(budget.held()).isZero();
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(piece.release()).isTrue();
  }

  @Test
  void nothingMoreIsReadBeyondWhatIsHeldAndThenAgain() {
    // Given
    comes(request("/1", 5));
    int held = 0;
    int requests = 0;

    // When
    while (channel.config().isAutoRead()) {
      comes(request("/next", 10_000));
      held += 10_000;
      requests++;
    }

    // Then
    assertThat(held).isBetween(OneAtATime.MOST_HELD_BYTES, OneAtATime.MOST_HELD_BYTES + 10_000);
    for (int i = 0; i < requests; i++) {
      answers();
    }
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(passed()).hasSize(1 + requests);
  }

  @Test
  void nothingMoreIsReadWhereTheNodeIsFull() {
    // Given
    ByteBudget.Share others = budget.share();
    assertThat(others.take(BUDGET - 500)).isTrue();
    comes(request("/1", 5));

    // When
    comes(request("/2", 600));

    // Then: what was read is served all the same
    assertThat(channel.config().isAutoRead()).isFalse();
    answers();
    assertThat(passed()).containsExactly("/1", "/2");
    assertThat(channel.config().isAutoRead()).isTrue();
    others.letGo();
  }

  private void passes(Duration time) {
    channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    channel.runPendingTasks();
  }

  @Test
  void whoHasSentTooMuchForTooLongIsReadIntoNothingAndAnsweredOnceMore() {
    // Given
    channel.freezeTime();
    FullHttpRequest ahead = request("/2", OneAtATime.MOST_HELD_BYTES);
    FullHttpRequest later = request("/3", 5);
    comes(request("/1", 5), ahead);
    passes(OneAtATime.LONGEST_WAIT.minusMillis(1));
    assertThat(channel.config().isAutoRead()).isFalse();

    // When
    passes(Duration.ofMillis(1));

    // Then
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(budget.held()).isZero();
    comes(later);
    assertThat(ahead.refCnt()).isZero();
    assertThat(later.refCnt()).isZero();
    answers();
    assertThat(passed()).containsExactly("/1");
    assertThat(channel.isOpen()).isTrue();
    passes(OneAtATime.LINGERING);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whoseTurnComesInTimeLosesNothingHoweverLongTheOthersTake() {
    // Given
    channel.freezeTime();
    int large = OneAtATime.MOST_HELD_BYTES;
    comes(request("/1", 5), request("/2", large), request("/3", large), request("/4", large));

    // When
    for (int turn = 1; turn <= 4; turn++) {
      passes(OneAtATime.LONGEST_WAIT.minusMillis(1));
      answers();
    }

    // Then
    assertThat(passed()).containsExactly("/1", "/2", "/3", "/4");
    assertThat(channel.config().isAutoRead()).isTrue();
    passes(OneAtATime.LONGEST_WAIT.multipliedBy(2));
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void nothingFollowsAnAnswerThatSaysItIsTheLast() {
    // Given
    channel.freezeTime();
    FullHttpRequest held = request("/2", 5);
    FullHttpRequest later = request("/3", 5);
    comes(request("/1", 5), held);

    // When
    answersAndCloses();
    comes(later);

    // Then
    assertThat(passed()).containsExactly("/1");
    assertThat(held.refCnt()).isZero();
    assertThat(later.refCnt()).isZero();
    assertThat(channel.isOpen()).isTrue();
    passes(OneAtATime.LINGERING);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void theRestOfABodyThatWasRefusedIsNoRequestWhenTheAnswerCameFirst() {
    // Given
    comes(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/1"));
    FullHttpRequest smuggled = request("/2", 5);

    // When: the answer is out while the body still comes
    answersAndCloses();
    comes(LastHttpContent.EMPTY_LAST_CONTENT, smuggled);

    // Then
    assertThat(passed()).isEmpty();
    assertThat(smuggled.refCnt()).isZero();
  }

  private void answersAndCloses() {
    DefaultHttpResponse head =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
    head.headers().set(HttpHeaderNames.CONNECTION, "Close");
    assertThat(channel.writeOutbound(head, LastHttpContent.EMPTY_LAST_CONTENT)).isTrue();
    channel.runPendingTasks();
  }

  @Test
  void whatIsHeldIsReleasedWhenTheClientLeaves() {
    // Given
    FullHttpRequest held = request("/2", 5);
    comes(request("/1", 5), held);
    assertThat(passed()).containsExactly("/1");

    // When
    channel.close().syncUninterruptibly();

    // Then
    assertThat(held.refCnt()).isZero();
    assertThat(budget.held()).isZero();
  }
}
