package lab.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/** Keeps of an answer what a gateway has to know of it, whatever its client gets. */
public class Noticed implements AnswerSink {
  private boolean content;
  private boolean finished;
  private Usage usage = Usage.UNKNOWN;

  /** Whether the first content has been told: text, reasoning, a tool call, or the end. */
  public final boolean content() {
    return content;
  }

  /** Whether the answer is complete. */
  public final boolean finished() {
    return finished;
  }

  /** The provider's counts, known at the end. */
  public final Usage usage() {
    return usage;
  }

  @Override
  public void begin(TokenCounts soFar) {}

  @Override
  public void reasoning(String more) {
    content |= !more.isEmpty();
  }

  @Override
  public void signature(String signature) {}

  @Override
  public void text(String more) {
    content |= !more.isEmpty();
  }

  @Override
  public void toolCall(@Nullable String id, String name) {
    content = true;
  }

  @Override
  public void arguments(int call, String more) {}

  @Override
  public void logprobs(JsonNode tokens) {}

  @Override
  public void flush() {}

  @Override
  public void finish(Finish finish) {
    content = true;
    finished = true;
    usage = finish.tokens().usage();
  }
}
