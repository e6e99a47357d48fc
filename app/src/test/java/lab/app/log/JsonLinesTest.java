package lab.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {
  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  private Logger logger(String name) {
    Logger logger = context.getLogger(name);
    lines.start();
    logger.addAppender(lines);
    return logger;
  }

  private String line() {
    assertThat(lines.list).hasSize(1);
    return new JsonLines().text(lines.list.getFirst());
  }

  @Test
  void aLineHasASpaceAfterEachColonAndCommaAndOneWordForItsEvent() {
    // When
    logger("lab.access")
        .atInfo()
        .addKeyValue("provider", "vllm")
        .addKeyValue("latency_ms", 12L)
        .addKeyValue("cache_hit", false)
        .addKeyValue("model", (Object) null)
        .log("request routed");

    // Then
    assertThat(line())
        .startsWith("{\"timestamp\": \"20")
        .endsWith(
            "Z\", \"level\": \"INFO\", \"event\": \"request_routed\", \"logger\": \"lab.access\","
                + " \"provider\": \"vllm\", \"latency_ms\": 12, \"cache_hit\": false,"
                + " \"model\": null}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00.000Z",
    "1763764267007, 2025-11-21T22:31:07.007Z",
    "1763764267012, 2025-11-21T22:31:07.012Z",
    "1763764267999, 2025-11-21T22:31:07.999Z",
    "1763764268000, 2025-11-21T22:31:08.000Z"
  })
  void timeIsToldToTheMillisecond(long atMillis, String text) {
    // Given
    JsonLines format = new JsonLines();
    LoggingEvent line = new LoggingEvent();
    line.setLoggerName("lab.x");
    line.setMessage("ready");
    line.setLevel(Level.INFO);
    line.setTimeStamp(atMillis - 1_000);
    assertThat(format.text(line)).doesNotContain(text);

    // When
    line.setTimeStamp(atMillis);

    // Then
    assertThat(format.text(line)).startsWith("{\"timestamp\": \"" + text + "\", ");
  }

  @Test
  void whatAValueHoldsMakesNoLineAndNoFieldOfItsOwn() {
    // Given
    String value = "a\"b\\c\nd\te\u007f\ud83d\ude00\ud800 {\"x\": 1}";

    // When
    logger("lab.access").atInfo().addKeyValue("model", value).log("request routed");

    // Then
    assertThat(line().lines()).hasSize(1);
    assertThat(new JsonObject(line()).getString("model")).isEqualTo(value);
  }

  @Test
  void libraryWordsAreAMessage() {
    // When
    logger("com.hazelcast.X").warn("member {} left", 3);

    // Then
    assertThat(new JsonObject(line()))
        .contains(
            java.util.Map.entry("event", "library"),
            java.util.Map.entry("message", "member 3 left"));
  }

  @Test
  void ofAnExceptionThereAreTypesAndPlacesAndNotItsWords() {
    // Given
    Exception thrown =
        new IllegalStateException("sk-secret", new IllegalArgumentException("tell me a joke"));

    // When
    logger("lab.x").atError().setCause(thrown).log("broke");

    // Then
    assertThat(new JsonObject(line()).getString("trace"))
        .startsWith("java.lang.IllegalStateException | ")
        .contains("caused by java.lang.IllegalArgumentException", "JsonLinesTest")
        .doesNotContain("secret", "joke");
  }
}
