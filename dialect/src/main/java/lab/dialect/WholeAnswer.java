package lab.dialect;

import lab.contract.Usage;

/** The complete answer to a call that was not streamed, as the client is to get it. */
public sealed interface WholeAnswer {

  /** An answer. */
  final class Good implements WholeAnswer {
    private final byte[] body;
    private final Usage usage;
    private final boolean complete;

    /**
     * An answer that was put together to its end.
     *
     * @param body JSON in the client's dialect; may be the provider's own array
     * @param usage the provider's token counts
     */
    public Good(byte[] body, Usage usage) {
      this(body, usage, true);
    }

    /**
     * An answer as its provider gave it.
     *
     * @param complete whether it says that it has come to its end
     */
    public Good(byte[] body, Usage usage, boolean complete) {
      this.body = body;
      this.usage = usage;
      this.complete = complete;
    }

    public byte[] body() {
      return body;
    }

    public Usage usage() {
      return usage;
    }

    /** Whether each of its choices has its finish reason, so that it may be given to others. */
    public boolean isComplete() {
      return complete;
    }
  }

  /** A 200 that is none: an error inside it, or a body that is not what was asked for. */
  record Bad(Failure failure) implements WholeAnswer {}
}
