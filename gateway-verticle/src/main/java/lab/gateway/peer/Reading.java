package lab.gateway.peer;

/** What comes of an answer that is read from another node, on the loop that asked for it. */
public interface Reading {
  /** It begins: whether it is a stream, and whether that tells its usage. */
  void begins(boolean streamed, boolean usageTold);

  /** One piece that is not the last. */
  void piece(byte[] piece);

  /** It is complete. */
  void complete(End end, byte[] last);

  /** It will never be complete; told at most once, and not after it is complete. */
  void lost();
}
