package lab.testkit.wire;

/** How a kind of server bends OpenAI's format. */
public enum Flavour {
  OPENAI("openai", "chatcmpl-", "reasoning_content"),
  VLLM("vllm", "chatcmpl-", "reasoning"),
  LLAMA_CPP("llamacpp", "chatcmpl-", "reasoning_content"),
  LLAMA_CPP_PYTHON("me", "chatcmpl-", "reasoning_content"),
  OPENROUTER("openrouter", "gen-", "reasoning");

  private final String owner;
  private final String idPrefix;
  private final String reasoningField;

  Flavour(String owner, String idPrefix, String reasoningField) {
    this.owner = owner;
    this.idPrefix = idPrefix;
    this.reasoningField = reasoningField;
  }

  /** {@code owned_by} in its model list. */
  public String owner() {
    return owner;
  }

  /** An answer's id. */
  public String id(String unique) {
    return idPrefix + unique;
  }

  String reasoningField() {
    return reasoningField;
  }
}
