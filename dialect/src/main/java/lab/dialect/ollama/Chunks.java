package lab.dialect.ollama;

import lab.contract.Usage;

/** Writes a streamed answer in one of OpenAI's two forms. One per stream. */
sealed interface Chunks permits ChatChunks, TextChunks {
  /** What comes before all else. */
  void begin();

  /** What a line adds to the answer; says whether it was content. */
  boolean add(AnswerLine line);

  /** The end of the answer. */
  void finish(AnswerLine last, Usage usage);

  /** The events written since the last time. */
  byte[] taken();
}
