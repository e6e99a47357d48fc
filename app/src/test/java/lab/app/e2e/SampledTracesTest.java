package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import lab.app.e2e.TracedLab.Parent;
import lab.testkit.answers.Answers;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that tells of no request that its client does not want to be told of. */
class SampledTracesTest {
  private TracedLab lab;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    lab = new TracedLab(folder, at -> "endpoint: '" + at + "', sample_ratio: 0");
    lab.first.otherwise(Answers.chat(Flavour.VLLM, "m", Said.words("hello")));
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
  }

  @Test
  void theRatioDecidesWhereNoClientHas() throws Exception {
    // Given
    Parent client = Parent.sampled();

    // When
    Answer undecided = lab.ask("", ",\"seed\":1");
    String sent = String.valueOf(lab.first.requests().getLast().header("traceparent"));
    Answer decided = lab.ask(client.header(), ",\"seed\":2");

    // Then: who is told of the later one would have been told of the earlier one
    assertThat(undecided.status()).isEqualTo(decided.status()).isEqualTo(200);
    assertThat(sent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]");
    assertThat(lab.spans(client.trace(), 2)).hasSize(2);
    assertThat(lab.collector.spans()).hasSize(2);
  }
}
