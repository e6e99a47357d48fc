package lab.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import lab.contract.FailureKind;
import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/** An answer on its way from one format into another: a read half and a write half. */
public final class TranslatedStream implements AnswerStream {
  /** A writer that has to gather an answer gathers no more of it than this, in bytes. */
  static final int MOST_GATHERED = 16 * 1024 * 1024;

  private final AnswerSource source;
  private final AnswerWriter writer;
  private final Watched watched;
  private boolean over;

  /**
   * @param source reads what the provider sends
   * @param writer writes what the client gets
   */
  public TranslatedStream(AnswerSource source, AnswerWriter writer) {
    this.source = source;
    this.writer = writer;
    this.watched = new Watched(writer);
  }

  /**
   * Reads a complete body at once.
   *
   * @param writer of a whole answer
   */
  public static WholeAnswer whole(AnswerSource source, AnswerWriter writer, byte[] body) {
    TranslatedStream stream = new TranslatedStream(source, writer);
    Step step = stream.feed(body);
    if (!step.complete() && step.failure() == null) {
      step = stream.end();
    }
    return step.failure() == null
        ? new WholeAnswer.Good(step.out(), stream.usage())
        : new WholeAnswer.Bad(step.failure());
  }

  @Override
  public Step feed(byte[] bytes) {
    return over ? nothing() : step(source.feed(bytes, watched));
  }

  @Override
  public Step end() {
    return over ? nothing() : step(source.end(watched));
  }

  @Override
  public int held() {
    return source.held() + writer.held();
  }

  @Override
  public Usage usage() {
    return watched.usage();
  }

  private Step step(AnswerSource.Read read) {
    Failure failure = watched.finished() ? null : read.failure();
    if (failure == null && writer.held() > MOST_GATHERED) {
      failure =
          Failure.of(FailureKind.SERVER, "the answer is longer than " + MOST_GATHERED + " bytes");
    }
    boolean complete = watched.finished() && failure == null;
    over = complete || failure != null;
    return new Step(writer.taken(), read.progress(), watched.content(), complete, failure);
  }

  private Step nothing() {
    return new Step(Step.NOTHING, false, watched.content(), false, null);
  }

  /** Passes all on, and notes what the caller has to know of it. */
  private static final class Watched extends Noticed {
    private final AnswerWriter to;

    Watched(AnswerWriter to) {
      this.to = to;
    }

    @Override
    public void begin(TokenCounts soFar) {
      to.begin(soFar);
    }

    @Override
    public void reasoning(String more) {
      if (to.showsReasoning()) {
        super.reasoning(more);
        to.reasoning(more);
      }
    }

    @Override
    public void signature(String signature) {
      to.signature(signature);
    }

    @Override
    public void text(String more) {
      super.text(more);
      to.text(more);
    }

    @Override
    public void toolCall(@Nullable String id, String name) {
      super.toolCall(id, name);
      to.toolCall(id, name);
    }

    @Override
    public void arguments(int call, String more) {
      to.arguments(call, more);
    }

    @Override
    public void logprobs(JsonNode tokens) {
      to.logprobs(tokens);
    }

    @Override
    public void flush() {
      to.flush();
    }

    @Override
    public void finish(Finish finish) {
      super.finish(finish);
      to.finish(finish);
    }
  }
}
