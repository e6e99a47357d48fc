package lab.app.e2e.provider;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.testkit.answers.Answers;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;

/** A node that keeps answers, with one provider that gives good ones and one that fails. */
final class CacheLab {
  private static final String HEAD =
      "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":5,\"model\":\"m\",\"choices\":[";

  /** The {@code cache_params} of most. */
  static final String USUAL = "models: {never: false}, max_entry_size: 64KiB";

  static final List<String> STREAM =
      List.of(
          HEAD + "{\"index\":0,\"delta\":{\"role\":\"assistant\"},\"finish_reason\":null}]}",
          HEAD + "{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"},\"finish_reason\":null}]}",
          HEAD + "{\"index\":0,\"delta\":{\"content\":\"Hel\"},\"finish_reason\":null}]}",
          HEAD + "{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":null}]}",
          HEAD + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
          HEAD + "],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}",
          "[DONE]");

  private final Lab lab;
  private int questions;

  private CacheLab(Lab lab) {
    this.lab = lab;
  }

  /** One with these {@code cache_params}. */
  static CacheLab start(Path folder, String params) throws Exception {
    Lab lab =
        Lab.start(
            folder,
            Map.of(
                "gateway.yaml",
                """
                litellm_settings:
                  num_retries: 0
                  cache: true
                  cache_params: {%s}
                """
                    .formatted(params),
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  good: {type: vllm, base_url: "@good", models: [m, other, never]}
                  bad: {type: vllm, base_url: "@bad", models: [broken]}
                """,
                "model-mappings.yaml",
                """
                exact_matches:
                  pair: {provider: bad, backend_model: broken, fallback: other}
                """));
    lab.provider("good").otherwise(whole());
    lab.provider("bad").otherwise(Refusals.openAiServerError());
    return new CacheLab(lab);
  }

  static Reply whole() {
    return Answers.chat(Flavour.OPENAI, "m", Said.words("Hello"));
  }

  static Reply stream() {
    return events(STREAM);
  }

  /** The same stream, which waits before its content. */
  static Reply stream(Gate gate) {
    List<String> events = frames(STREAM);
    return Reply.events(events.subList(0, 2)).at(gate).bodies(events.subList(2, events.size()));
  }

  /** The same stream with two pauses between its contents. */
  static Reply stream(Duration pause) {
    List<String> events = frames(STREAM);
    return Reply.events(events.subList(0, 2))
        .pause(pause)
        .bodies(events.subList(2, 3))
        .pause(pause)
        .bodies(events.subList(3, events.size()));
  }

  static Reply events(List<String> data) {
    return Reply.events(frames(data));
  }

  private static List<String> frames(List<String> data) {
    return data.stream().map(each -> "data: " + each + "\n\n").toList();
  }

  /** A body that nobody has sent before; {@code with} again and again is the same question. */
  final class Question {
    private final String words = "question " + questions++;
    private final String model;

    private Question(String model) {
      this.model = model;
    }

    String with(String more) {
      return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
          .formatted(model, words, more);
    }

    Answer ask(String more, String... headers) throws Exception {
      return lab.ask(with(more), headers);
    }
  }

  int asked() {
    return lab.provider("good").requests().size();
  }

  Question question(String model) {
    return new Question(model);
  }

  Lab lab() {
    return lab;
  }
}
