package lab.dialect.openai;

import static lab.dialect.openai.Streams.DONE;
import static lab.dialect.openai.Streams.HEL;
import static lab.dialect.openai.Streams.STOP;
import static lab.dialect.openai.Streams.USAGE;
import static lab.dialect.openai.Streams.chat;
import static lab.dialect.openai.Streams.chatWithUsage;
import static lab.dialect.openai.Streams.chunk;
import static lab.dialect.openai.Streams.events;
import static lab.dialect.openai.Streams.everyWay;
import static org.assertj.core.api.Assertions.assertThat;

import lab.contract.Usage;
import lab.dialect.openai.Streams.Outcome;
import org.junit.jupiter.api.Test;

/** The token counts in OpenAI's streams: told to those who asked, and kept. */
class StreamUsageTest {
  @Test
  void theUsageChunkIsWithheldFromAClientThatDidNotAskAndItsNumbersAreKept() {
    // When
    Outcome outcome = everyWay(chat(), events(HEL, STOP, USAGE, DONE));
    // Then
    assertThat(outcome.out()).isEqualTo(events(HEL, STOP, DONE));
    assertThat(outcome.usage()).isEqualTo(new Usage(7, 3));
  }

  @Test
  void theUsageChunkPassesToAClientThatAsked() {
    // Given
    String stream = events(HEL, STOP, USAGE, DONE);
    // When
    Outcome outcome = everyWay(chatWithUsage(), stream);
    // Then
    assertThat(outcome.out()).isEqualTo(stream);
    assertThat(outcome.usage()).isEqualTo(new Usage(7, 3));
  }

  @Test
  void nothingButTheUsageChunkIsWithheld() {
    // Given
    String nullUsage = HEL.replace("]}", "],\"usage\":null}");
    String filtered = chunk("").replace("]}", "],\"prompt_filter_results\":[{\"x\":1}]}");
    String withBoth =
        STOP.replace("]}", "],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}");
    String stream = events(filtered, nullUsage, withBoth, DONE);
    // When
    Outcome outcome = everyWay(chat(), stream);
    // Then
    assertThat(outcome.out()).isEqualTo(stream);
    assertThat(outcome.usage()).isEqualTo(new Usage(1, 2));
  }

  @Test
  void ofUsageInEveryChunkTheLastCounts() {
    // Given
    String first = HEL.replace("]}", "],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1}}");
    String second = HEL.replace("]}", "],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}");
    // When
    Outcome outcome = everyWay(chatWithUsage(), events(first, second, STOP, USAGE, DONE));
    // Then
    assertThat(outcome.usage()).isEqualTo(new Usage(7, 3));
    assertThat(outcome.out()).isEqualTo(events(first, second, STOP, USAGE, DONE));
  }

  @Test
  void aUsageChunkWithoutChoicesGetsThem() {
    // Given
    String bare = USAGE.replace("\"choices\":[],", "");
    // When
    Outcome asked = everyWay(chatWithUsage(), events(STOP, bare, DONE));
    Outcome notAsked = everyWay(chat(), events(STOP, bare, DONE));
    // Then
    assertThat(asked.out())
        .isEqualTo(events(STOP, bare.replaceFirst("\\{", "{\"choices\":[],"), DONE));
    assertThat(notAsked.out()).isEqualTo(events(STOP, DONE));
    assertThat(notAsked.usage()).isEqualTo(new Usage(7, 3));
  }
}
