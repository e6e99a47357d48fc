package lab.testkit.wire;

import java.util.List;

/**
 * A whole answer of a model.
 *
 * @param reasoning what it thought; empty for none
 * @param content what it said; may be empty
 * @param calls the tools it wants called
 * @param finish OpenAI's word for why it ended
 */
public record Said(String reasoning, String content, List<Call> calls, String finish) {
  public Said {
    calls = List.copyOf(calls);
  }

  /** Plain words, ended of its own accord. */
  public static Said words(String content) {
    return new Said("", content, List.of(), "stop");
  }

  /** Tool calls and nothing else. */
  public static Said calling(Call... calls) {
    return new Said("", "", List.of(calls), "tool_calls");
  }
}
