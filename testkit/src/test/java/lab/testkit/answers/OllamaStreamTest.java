package lab.testkit.answers;

import static org.assertj.core.api.Assertions.assertThat;

import lab.testkit.wire.Call;
import org.junit.jupiter.api.Test;

/** Ollama's streams are its own. */
class OllamaStreamTest {

  @Test
  void aChatIsLinesAndADoneLine() {
    // When
    OllamaStream stream = OllamaStream.good("m", "Hi");

    // Then
    assertThat(stream.text())
        .isEqualTo(
            """
            {"model":"m","created_at":"2023-11-14T22:13:20Z",\
            "message":{"role":"assistant","content":"Hi"},"done":false}
            {"model":"m","created_at":"2023-11-14T22:13:20Z",\
            "message":{"role":"assistant","content":""},"done":true,"done_reason":"stop",\
            "total_duration":26500001,"load_duration":1,\
            "prompt_eval_count":3,"prompt_eval_duration":1500000,\
            "eval_count":2,"eval_duration":25000000}
            """);
  }

  @Test
  void countsOfZeroAreLeftOut() {
    // When
    String done = OllamaStream.of("m").done("stop", 0, 0).text();

    // Then
    assertThat(done).contains("\"done\":true").doesNotContain("eval_count", "eval_duration");
  }

  @Test
  void toolCallsComeWholeWithArgumentsAsAnObject() {
    // When
    String line =
        OllamaStream.of("m")
            .calls(new Call("call_a", "add", "{\"a\":1}"), new Call("call_b", "now", "{}"))
            .text();

    // Then
    assertThat(line)
        .contains(
            """
            "tool_calls":[{"id":"call_a","function":{"index":0,"name":"add",\
            "arguments":{"a":1}}},{"id":"call_b","function":{"index":1,"name":"now",\
            "arguments":{}}}]""")
        .endsWith("\"done\":false}\n");
  }
}
