package lab.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What libraries say of dead nodes, strange streams, taken ports and broken connections to Redis is
 * not in the log; all else is.
 */
class LibraryNoiseTest {
  private static final String CONTEXT = "io.vertx.core.impl.ContextImpl";
  private static final String[] FAILED_BY_A_WRITE = {
    "io.vertx.core.Promise",
    "io.vertx.core.Promise",
    "io.vertx.core.impl.future.FutureBase",
    "io.vertx.core.net.impl.DelegatingChannelPromise",
    "io.netty.channel.AbstractChannel"
  };

  private final LoggerContext context = new LoggerContext();
  private final LibraryNoise filter = new LibraryNoise();

  private static Throwable from(Throwable thrown, String... classes) {
    thrown.setStackTrace(
        Arrays.stream(classes)
            .map(name -> new StackTraceElement(name, "does", null, 1))
            .toArray(StackTraceElement[]::new));
    return thrown;
  }

  private FilterReply of(String logger, Level level, @Nullable Throwable thrown) {
    Logger log = context.getLogger(logger);
    return filter.decide(
        new LoggingEvent(Logger.class.getName(), log, level, "Unhandled exception", thrown, null));
  }

  @Test
  void aWriteThatFailsForTheSecondTimeIsLeftOut() {
    // When
    FilterReply reply =
        of(CONTEXT, Level.ERROR, from(new IllegalStateException(), FAILED_BY_A_WRITE));

    // Then
    assertThat(reply).isEqualTo(FilterReply.DENY);
  }

  @Test
  void aStreamThatVertxDoesNotKnowAndAStartThatFailedAreLeftOut() {
    // When
    FilterReply stream =
        of(
            "io.netty.util.concurrent.DefaultPromise",
            Level.WARN,
            from(new NullPointerException(), "io.vertx.core.http.impl.Http2ConnectionBase"));
    FilterReply listener =
        of(
            "io.netty.util.concurrent.DefaultPromise",
            Level.WARN,
            from(new NullPointerException(), "lab.gateway.Any"));
    FilterReply start = ofVertx("Failed to initialize clustered Vert.x");
    FilterReply end = ofVertx("Failed to leave cluster");

    // Then
    assertThat(new FilterReply[] {stream, start}).containsOnly(FilterReply.DENY);
    assertThat(new FilterReply[] {listener, end}).containsOnly(FilterReply.NEUTRAL);
  }

  private FilterReply ofVertx(String message) {
    Logger log = context.getLogger("io.vertx.core.impl.VertxImpl");
    Throwable thrown = from(new IllegalStateException(), "io.vertx.core.impl.VertxImpl");
    return filter.decide(
        new LoggingEvent(Logger.class.getName(), log, Level.ERROR, message, thrown, null));
  }

  @Test
  void aPortThatIsTakenIsLeftOutAndNoOtherFaultOfHazelcasts() {
    // Given
    String logger = "com.hazelcast.instance.AddressPicker";

    // When
    FilterReply taken =
        of(logger, Level.ERROR, new IllegalStateException(new BindException("in use")));
    FilterReply other = of(logger, Level.ERROR, new IllegalStateException("broken"));

    // Then
    assertThat(taken).isEqualTo(FilterReply.DENY);
    assertThat(other).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void aConnectionToRedisThatBreaksOrIsRefusedIsLeftOut() {
    // When
    FilterReply reset = ofRedis(new SocketException("Connection reset"));
    FilterReply refused = ofRedis(new DecoderException(new SSLHandshakeException("refused")));
    FilterReply closed = ofRedis(new VertxException("Connection was closed", true));
    FilterReply strange = ofRedis(new IllegalStateException("no such type"));
    FilterReply unreadable = ofRedis(new DecoderException(new IllegalStateException()));

    // Then
    assertThat(new FilterReply[] {reset, refused, closed}).containsOnly(FilterReply.DENY);
    assertThat(new FilterReply[] {strange, unreadable}).containsOnly(FilterReply.NEUTRAL);
  }

  private FilterReply ofRedis(Throwable thrown) {
    return of("io.vertx.redis.client.impl.RedisConnectionManager", Level.ERROR, thrown);
  }

  @Test
  void aKindOfMessageThatNobodyKnowsIsNamedOnceAndSoManyOfThemAtMost() {
    // When
    FilterReply first = ofKind("v1.Added");
    FilterReply again = ofKind("v1.Added");
    FilterReply another = ofKind("v1.AddedToo");
    long named =
        IntStream.range(0, 2 * LibraryNoise.MOST_KINDS)
            .filter(i -> ofKind("v1.Invented" + i) == FilterReply.NEUTRAL)
            .count();

    // Then
    assertThat(first).isEqualTo(FilterReply.NEUTRAL);
    assertThat(again).isEqualTo(FilterReply.DENY);
    assertThat(another).isEqualTo(FilterReply.NEUTRAL);
    assertThat(named).isEqualTo(LibraryNoise.MOST_KINDS - 2);
  }

  private FilterReply ofKind(String name) {
    Logger log = context.getLogger("io.vertx.core.eventbus.impl.clustered.ClusteredMessage");
    String message = "No message codec registered with name " + name;
    return filter.decide(
        new LoggingEvent(Logger.class.getName(), log, Level.ERROR, message, null, null));
  }

  @Test
  void everyOtherErrorIsLogged() {
    // When
    FilterReply ofOurs =
        of(
            CONTEXT,
            Level.ERROR,
            from(new IllegalStateException(), "io.vertx.core.Promise", "lab.gateway.Any"));
    FilterReply another =
        of(CONTEXT, Level.ERROR, from(new NullPointerException(), FAILED_BY_A_WRITE));
    FilterReply elsewhere =
        of("lab.app.Node", Level.ERROR, from(new IllegalStateException(), FAILED_BY_A_WRITE));
    FilterReply deeper =
        of(
            CONTEXT,
            Level.ERROR,
            from(
                new IllegalStateException(),
                "lab.gateway.Any",
                "io.vertx.core.net.impl.DelegatingChannelPromise"));
    FilterReply nowhere = of(CONTEXT, Level.ERROR, from(new IllegalStateException()));
    FilterReply plain = of(CONTEXT, Level.ERROR, null);

    // Then
    assertThat(new FilterReply[] {ofOurs, another, elsewhere, deeper, nowhere, plain})
        .containsOnly(FilterReply.NEUTRAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/logback-json.xml", "/logback-text.xml"})
  void bothFormatsOfTheLogHaveIt(String file) throws IOException {
    // When
    String text;
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(file))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    // Then
    assertThat(text).contains("<filter class=\"" + LibraryNoise.class.getName() + "\"/>");
  }
}
