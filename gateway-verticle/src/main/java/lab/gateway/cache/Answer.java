package lab.gateway.cache;

import java.util.List;
import lab.contract.Usage;

/**
 * The bytes of an answer, in the client's dialect.
 *
 * @param streamed whether the pieces are those of a stream, whole events each; else there is one
 *     piece, JSON
 * @param usageTold whether the stream tells its usage
 * @param pieces as they came; nobody changes them
 * @param usage the provider's counts
 */
record Answer(boolean streamed, boolean usageTold, List<byte[]> pieces, Usage usage) {
  Answer {
    pieces = List.copyOf(pieces);
  }

  /** Bytes of all pieces. */
  int length() {
    int length = 0;
    for (byte[] piece : pieces) {
      length += piece.length;
    }
    return length;
  }
}
