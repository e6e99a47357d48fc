package lab.dialect.ollama;

import lab.contract.Operation;

/** The paths of Ollama's API at which a model works. */
public enum OllamaPath {
  /** A chat. */
  CHAT("/api/chat", Operation.CHAT),
  /** One prompt, which a model's template makes a chat of. */
  GENERATE("/api/generate", Operation.CHAT),
  /** Vectors of texts. */
  EMBED("/api/embed", Operation.EMBEDDING),
  /** The vector of one text, as it was asked for before. */
  EMBEDDINGS("/api/embeddings", Operation.EMBEDDING);

  private final String path;
  private final Operation operation;

  OllamaPath(String path, Operation operation) {
    this.path = path;
    this.operation = operation;
  }

  /** As it stands in the request line. */
  public String path() {
    return path;
  }

  /** What is asked for there. */
  public Operation operation() {
    return operation;
  }
}
