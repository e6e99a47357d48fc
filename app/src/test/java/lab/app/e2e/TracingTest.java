package lab.app.e2e;

import static lab.app.e2e.TracedLab.hex;
import static lab.app.e2e.TracedLab.said;
import static lab.app.e2e.WithScriptedNode.done;
import static lab.app.e2e.WithScriptedNode.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.file.Path;
import java.util.List;
import lab.app.e2e.TracedLab.Parent;
import lab.testkit.answers.Answers;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Gate;
import lab.testkit.script.Received;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What collectors are told of requests, and providers and clients of each other's traces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracingTest {
  private static final String UNKEPT = ",\"cache\":{\"no-cache\":true,\"no-store\":true}";
  private static final Reply GOOD = Answers.chat(Flavour.VLLM, "m", Said.words("planted answer"));

  private TracedLab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab = new TracedLab(folder, at -> "endpoint: '" + at + "', service_name: front");
  }

  @BeforeEach
  void answer() {
    lab.first.otherwise(GOOD);
    lab.second.otherwise(GOOD);
  }

  @AfterAll
  void stop() throws Exception {
    lab.close();
  }

  private static String parentSent(ScriptedProvider provider) {
    return String.valueOf(provider.requests().getLast().header("traceparent"));
  }

  @Test
  void aRequestIsOneSpanAndEachAttemptOneWithinIt() throws Exception {
    // Given
    Parent client = Parent.sampled();
    lab.first.otherwise(Refusals.vllmServerError());

    // When
    Answer answer = lab.ask(client.header() + "tracestate: their=thing\r\n", UNKEPT);

    // Then
    List<Span> spans = lab.spans(client.trace(), 3);
    Span whole = spans.getFirst();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(spans).hasSize(3);
    assertThat(whole.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
    assertThat(whole.getName()).isEqualTo("POST /v1/chat/completions");
    assertThat(hex(whole.getParentSpanId())).isEqualTo(client.span());
    assertThat(spans.subList(1, 3))
        .allSatisfy(
            attempt -> {
              assertThat(attempt.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
              assertThat(attempt.getName()).isEqualTo("chat m");
              assertThat(attempt.getParentSpanId()).isEqualTo(whole.getSpanId());
              assertThat(attempt.getEndTimeUnixNano())
                  .isLessThanOrEqualTo(whole.getEndTimeUnixNano());
            });

    // And: each provider is told of its own attempt
    String trace = "00-" + client.trace() + "-";
    assertThat(parentSent(lab.first)).isEqualTo(trace + hex(spans.get(1).getSpanId()) + "-01");
    assertThat(parentSent(lab.second)).isEqualTo(trace + hex(spans.get(2).getSpanId()) + "-01");
    assertThat(lab.second.requests().getLast().header("tracestate")).isEqualTo("their=thing");
  }

  @Test
  void spansSayWhoWasAskedForWhatAndHowItWent() throws Exception {
    // Given
    Parent client = Parent.sampled();
    lab.first.otherwise(Refusals.vllmServerError());

    // When
    Answer answer = lab.ask(client.header(), UNKEPT);

    // Then
    List<Span> spans = lab.spans(client.trace(), 3);
    assertThat(said(spans.get(0)))
        .containsEntry("http.request.method", "POST")
        .containsEntry("http.route", "/v1/chat/completions")
        .containsEntry("http.response.status_code", "200")
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.request.model", "m")
        .containsEntry("gen_ai.response.model", "m")
        .containsEntry("gen_ai.provider.name", "openai_compatible")
        .containsEntry("gen_ai.request.stream", "false")
        .containsEntry("lab.provider", "second")
        .containsEntry("lab.attempts", "2")
        .containsEntry("lab.request_id", answer.header("x-litellm-call-id"))
        .containsKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "lab.stage")
        .doesNotContainKey("error.type");
    assertThat(said(spans.get(1)))
        .containsEntry("gen_ai.provider.name", "vllm")
        .containsEntry("lab.provider", "first")
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", Integer.toString(lab.first.port()))
        .containsEntry("error.type", "SERVER");
    assertThat(spans.get(1).getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(said(spans.get(2)))
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.request.model", "m")
        .containsKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")
        .doesNotContainKeys("error.type", "gen_ai.response.time_to_first_chunk");
    assertThat(spans.get(2).getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);

    // And
    assertThat(lab.collector.taken().getFirst().getResource().toString())
        .contains("service.name", "front", "service.instance.id", "test");
  }

  @Test
  void aStreamIsOneSpanToo() throws Exception {
    // Given
    Parent client = Parent.sampled();
    lab.first.otherwise(streamed("planted ", "answer"));

    // When
    Answer answer = lab.ask(client.header(), ",\"stream\":true" + UNKEPT);

    // Then
    List<Span> spans = lab.spans(client.trace(), 2);
    assertThat(answer.body()).endsWith("data: [DONE]\n\n");
    assertThat(spans).hasSize(2);
    assertThat(said(spans.get(0))).containsEntry("gen_ai.request.stream", "true");
    assertThat(Double.parseDouble(said(spans.get(1)).get("gen_ai.response.time_to_first_chunk")))
        .isBetween(1e-6, 10.0);
    assertThat(said(spans.get(1))).containsKey("gen_ai.usage.output_tokens");
  }

  @Test
  void aKeptAnswerHasNoAttempt() throws Exception {
    // Given
    Parent before = Parent.sampled();
    Parent client = Parent.sampled();
    Answer asked = lab.ask(before.header(), ",\"seed\":7");

    // When
    Answer kept = lab.ask(client.header(), ",\"seed\":7");

    // Then
    assertThat(asked.header("x-lab-cache")).isEqualTo("MISS");
    assertThat(kept.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(lab.spans(before.trace(), 2)).hasSize(2);
    List<Span> spans = lab.spans(client.trace(), 1);
    assertThat(spans).hasSize(1);
    assertThat(said(spans.getFirst()))
        .containsEntry("lab.cache", "hit")
        .containsEntry("lab.attempts", "0");
  }

  @Test
  void aClientThatLeavesIsNobodysError() throws Exception {
    // Given
    Parent client = Parent.sampled();
    lab.first.otherwise(Reply.ok().header("content-type", "application/json").at(new Gate()));
    int before = lab.first.requests().size();

    // When
    try (Wire wire = new Wire(lab.node.port())) {
      wire.send(TracedLab.request(client.header(), UNKEPT));
      done(lab.first.awaitRequest(before + 1));
    }

    // Then
    List<Span> spans = lab.spans(client.trace(), 2);
    assertThat(said(spans.get(0))).containsEntry("http.response.status_code", "499");
    assertThat(spans)
        .hasSize(2)
        .allSatisfy(
            span -> {
              assertThat(said(span)).containsEntry("error.type", "CANCELLED");
              assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
            });
  }

  @Test
  void whereAllFailTheRequestDoes() throws Exception {
    // Given
    Parent client = Parent.sampled();
    lab.first.otherwise(Refusals.vllmServerError());
    lab.second.otherwise(Refusals.vllmServerError());

    // When
    Answer answer = lab.ask(client.header(), UNKEPT);

    // Then
    Span whole = lab.spans(client.trace(), 3).getFirst();
    assertThat(said(whole))
        .containsEntry("http.response.status_code", Integer.toString(answer.status()))
        .containsEntry("error.type", "SERVER")
        .doesNotContainKey("gen_ai.response.model");
    assertThat(whole.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
  }

  @Test
  void aTraceThatItsClientDoesNotKeepIsNotToldAndPassedOnAllTheSame() throws Exception {
    // Given
    Parent unkept = Parent.of("00");
    Parent kept = Parent.sampled();

    // When
    Answer answer = lab.ask(unkept.header(), UNKEPT);
    String sent = parentSent(lab.first);
    Answer after = lab.ask(kept.header(), UNKEPT);

    // Then: who is told of the later one would have been told of the earlier one
    assertThat(answer.status()).isEqualTo(after.status()).isEqualTo(200);
    assertThat(sent).startsWith("00-" + unkept.trace() + "-").endsWith("-00");
    assertThat(sent).doesNotContain(unkept.span());
    assertThat(lab.spans(kept.trace(), 2)).hasSize(2);
    assertThat(lab.spans(unkept.trace(), 0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"
            + "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4737-00f067aa0ba902b7-01",
        "planted"
      })
  void aBadParentIsIgnored(String parent) throws Exception {
    // When
    Answer answer = lab.ask("traceparent: " + parent + "\r\ntracestate: their=thing\r\n", UNKEPT);

    // Then
    Received asked = lab.first.requests().getLast();
    String sent = String.valueOf(asked.header("traceparent"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(sent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
    assertThat(sent).doesNotContain("4bf92f3577b34da6");
    assertThat(asked.header("tracestate")).isNull();
    List<Span> spans = lab.spans(sent.substring(3, 35), 2);
    assertThat(spans.getFirst().getParentSpanId()).isEmpty();
  }

  @Test
  void noPromptAnswerKeyOrHeaderIsInWhatIsTold() throws Exception {
    // Given
    Parent client = Parent.sampled();
    String planted = "user-agent: planted-agent\r\nx-planted: planted-header\r\n";

    // When
    Answer answer = lab.ask(client.header() + planted, UNKEPT);

    // Then
    assertThat(answer.body()).contains("planted answer");
    assertThat(lab.first.requests().getLast().head()).contains(TracedLab.PROVIDER_KEY);
    assertThat(lab.spans(client.trace(), 2)).hasSize(2);
    assertThat(lab.collector.bytes()).contains("gen_ai.request.model").doesNotContain("planted");
  }
}
