package lab.dialect;

import lab.contract.Usage;

/** The complete answer to a call that was not streamed, as the client is to get it. */
public sealed interface WholeAnswer {

  /** An answer. */
  final class Good implements WholeAnswer {
    private final byte[] body;
    private final Usage usage;

    /**
     * @param body JSON in the client's dialect; may be the provider's own array
     * @param usage the provider's token counts
     */
    public Good(byte[] body, Usage usage) {
      this.body = body;
      this.usage = usage;
    }

    public byte[] body() {
      return body;
    }

    public Usage usage() {
      return usage;
    }
  }

  /** A 200 that is none: an error inside it, or a body that is not what was asked for. */
  record Bad(Failure failure) implements WholeAnswer {}
}
