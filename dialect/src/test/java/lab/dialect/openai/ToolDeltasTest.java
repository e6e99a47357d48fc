package lab.dialect.openai;

import static lab.dialect.openai.Streams.chat;
import static lab.dialect.openai.Streams.chunk;
import static lab.dialect.openai.Streams.delta;
import static lab.dialect.openai.Streams.events;
import static lab.dialect.openai.Streams.everyWay;
import static lab.dialect.openai.Streams.finish;
import static lab.dialect.openai.Streams.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToolDeltasTest {
  private static final String STOP = finish("tool_calls");

  @Test
  void regularFragmentsPassByteForByte() {
    assertFragments(
        new String[] {
          "[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]",
          "[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\"\"}}]",
          "[{\"index\":0,\"id\":null,\"function\":{\"name\":null,\"arguments\":\":1}\"}}]",
          "[{ \"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]",
          "[{\"index\":0,\"function\":{\"arguments\":\"\"}},{\"index\":1,\"function\":{\"arguments\":\" \"}}]"
        },
        new String[] {
          "[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]",
          "[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\"\"}}]",
          "[{\"index\":0,\"id\":null,\"function\":{\"name\":null,\"arguments\":\":1}\"}}]",
          "[{ \"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]",
          "[{\"index\":0,\"function\":{\"arguments\":\"\"}},{\"index\":1,\"function\":{\"arguments\":\" \"}}]"
        });
  }

  @Test
  void aMissingIndexIsTheCallsPlace() {
    assertFragments(
        new String[] {
          "[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]",
          "[{\"function\":{\"arguments\":\"}\"}}]",
          "[{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}]",
          "[{\"function\":{\"arguments\":\"}\"}}]"
        },
        new String[] {
          "[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"},\"index\":0}]",
          "[{\"function\":{\"arguments\":\"}\"},\"index\":0}]",
          "[{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"},\"index\":1}]",
          "[{\"function\":{\"arguments\":\"}\"},\"index\":1}]"
        });
  }

  @Test
  void callsThatComeWholeWithNeitherIndexNorIdAreToldApart() {
    assertFragments(
        new String[] {
          "[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]",
          "[{\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]"
        },
        new String[] {
          "[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"id\":\"call_chatcmpl-minted_0\",\"index\":0},"
              + "{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"id\":\"call_chatcmpl-minted_1\",\"index\":1}]",
          "[{\"function\":{\"name\":\"g\",\"arguments\":\"{}\"},\"id\":\"call_chatcmpl-minted_2\",\"index\":2}]"
        });
  }

  @Test
  void indexZeroForEveryCallIsRegroupedByItsId() {
    assertFragments(
        new String[] {
          "[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]",
          "[{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}]",
          "[{\"index\":0,\"function\":{\"arguments\":\"}\"}}]",
          "[{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\" \"}}]"
        },
        new String[] {
          "[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]",
          "[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}]",
          "[{\"index\":1,\"function\":{\"arguments\":\"}\"}}]",
          "[{\"index\":0,\"function\":{\"arguments\":\" \"}}]"
        });
  }

  @Test
  void indexZeroForEveryCallIsRegroupedByItsNameWhereItHasNoId() {
    assertFragments(
        new String[] {
          "[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]",
          "[{\"index\":0,\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]"
        },
        new String[] {
          "[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"id\":\"call_chatcmpl-minted_0\"}]",
          "[{\"index\":1,\"function\":{\"name\":\"g\",\"arguments\":\"{}\"},\"id\":\"call_chatcmpl-minted_1\"}]"
        });
  }

  @Test
  void anIndexThatBeginsAtOneBeginsAtZero() {
    assertFragments(
        new String[] {
          "[{\"index\":1,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]",
          "[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]",
          "[{\"index\":2,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]",
          "[{\"index\":2,\"function\":{\"arguments\":\"{}\"}}]",
          "[{\"index\":1,\"function\":{\"arguments\":\" \"}}]"
        },
        new String[] {
          "[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]",
          "[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]",
          "[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]",
          "[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]",
          "[{\"index\":0,\"function\":{\"arguments\":\" \"}}]"
        });
  }

  @Test
  void idAndNameThatAreRepeatedAreToldOnce() {
    assertFragments(
        new String[] {
          "[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]",
          "[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"}\"}}]"
        },
        new String[] {
          "[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]",
          "[{\"index\":0,\"function\":{\"arguments\":\"}\"}}]"
        });
  }

  @Test
  void aNameInPartsPassesInParts() {
    assertFragments(
        new String[] {
          "[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"get_\"}}]",
          "[{\"index\":0,\"function\":{\"name\":\"weather\"}}]"
        },
        new String[] {
          "[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"get_\"}}]",
          "[{\"index\":0,\"function\":{\"name\":\"weather\"}}]"
        });
  }

  @Test
  void anIdThatComesLateDoesNotReplaceTheMintedOne() {
    assertFragments(
        new String[] {
          "[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]",
          "[{\"index\":0,\"id\":\"late\",\"function\":{\"arguments\":\"}\"}}]",
          "[{\"index\":0,\"id\":\"late\",\"function\":{\"arguments\":\" \"}}]"
        },
        new String[] {
          "[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\"},\"id\":\"call_chatcmpl-minted_0\"}]",
          "[{\"index\":0,\"function\":{\"arguments\":\"}\"}}]",
          "[{\"index\":0,\"function\":{\"arguments\":\" \"}}]"
        });
  }

  @Test
  void argumentsThatAreAnObjectBecomeItsText() {
    assertFragments(
        new String[] {
          "[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1.50}}}]"
        },
        new String[] {
          "[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1.50}\"}}]"
        });
  }

  @Test
  void eachChoiceHasItsOwnCalls() {
    // Given
    String call = "{\"index\":0,\"id\":\"ID\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
    String both =
        chunk(
            "{\"delta\":{\"tool_calls\":["
                + call.replace("ID", "a")
                + "]},\"index\":0},{\"delta\":{\"tool_calls\":["
                + call.replace("ID", "b")
                + "]},\"index\":1}");
    String stream = events(both, STOP, "[DONE]");
    // Then
    assertThat(everyWay(chat(), stream).out()).isEqualTo(stream);
  }

  @Test
  void theRestOfAChunkStaysAsItIsWhereItsCallsArePutRight() {
    // Given
    String odd =
        "{ \"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\"}}],\"x\" : 1.0},\"index\":0}],"
            + "\"model\":\"up\",\"id\":\"c\",\"object\":\"o\", \"created\":1}";
    // When
    String out = everyWay(chat(), events(odd, STOP, "[DONE]")).out();
    // Then
    assertThat(out)
        .startsWith(
            events(
                odd.replace("{\"name\":\"f\"}}", "{\"name\":\"f\"},\"index\":0}")
                    .replace("\"up\"", "\"shown\"")));
  }

  @Test
  void aThousandCallsPass() {
    // Given
    String[] calls =
        IntStream.range(0, 1_000).mapToObj(ToolDeltasTest::regular).toArray(String[]::new);
    // When
    Streams.Outcome outcome = whole(chat(), stream(calls));
    // Then
    assertThat(outcome.out()).isEqualTo(stream(calls));
  }

  @Test
  void moreCallsThanAnybodyMakesAreAFailure() {
    // Given
    String inEvents =
        stream(IntStream.range(0, 1_001).mapToObj(ToolDeltasTest::regular).toArray(String[]::new));
    String inOne =
        stream(
            new String[] {
              IntStream.range(0, 200_000)
                  .mapToObj(call -> "{\"id\":\"" + call + "\"}")
                  .collect(Collectors.joining(",", "[", "]"))
            });
    String inChoices =
        events(
            IntStream.range(0, 1_001)
                .mapToObj(
                    choice -> "{\"delta\":{\"tool_calls\":[1]},\"index\":%d}".formatted(choice))
                .collect(Collectors.collectingAndThen(Collectors.joining(","), Streams::chunk)));
    // Then
    assertThat(List.of(inEvents, inOne, inChoices))
        .allSatisfy(
            stream ->
                assertThat(whole(chat(), stream).failure())
                    .isEqualTo("the provider sent more tool calls than anybody makes"));
  }

  @Test
  void aNameThatGrowsWithoutEndIsAFailure() {
    // Given
    String much = "n".repeat(100_000);
    String[] parts =
        IntStream.range(0, 12)
            .mapToObj(
                each -> "[{\"index\":0,\"function\":{\"name\":\"%d%s\"}}]".formatted(each, much))
            .toArray(String[]::new);
    // Then
    assertThat(whole(chat(), stream(parts)).failure())
        .isEqualTo("the provider sent more tool calls than anybody makes");
  }

  private static String regular(int call) {
    return "[{\"index\":%d,\"id\":\"c%d\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]"
        .formatted(call, call);
  }

  private static void assertFragments(String[] upstream, String[] sent) {
    assertThat(everyWay(chat(), stream(upstream)).out()).isEqualTo(stream(sent));
  }

  private static String stream(String[] fragments) {
    String[] chunks =
        Arrays.stream(fragments)
            .map(each -> delta("\"tool_calls\":" + each))
            .toArray(String[]::new);
    return events(chunks) + events(STOP, "[DONE]");
  }
}
