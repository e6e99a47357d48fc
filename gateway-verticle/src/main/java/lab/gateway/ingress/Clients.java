package lab.gateway.ingress;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import lab.contract.Operation;
import lab.dialect.ClientDialect;
import lab.dialect.anthropic.AnthropicClient;
import lab.dialect.anthropic.AnthropicTokenCount;
import lab.dialect.ollama.OllamaClient;
import lab.dialect.ollama.OllamaPath;
import lab.dialect.openai.MetadataKeys;
import lab.dialect.openai.OpenAiClient;
import lab.dialect.responses.KeptResponses;
import lab.dialect.responses.ResponsesClient;
import lab.dialect.responses.ResponsesTokenCount;

/** How clients speak at each path. Any thread; nothing of it changes. */
final class Clients {
  /** Whoever asks for a page. */
  static final ClientDialect OF_PAGES = new OpenAiClient(Operation.CHAT, MetadataKeys.NONE);

  private final Map<Operation, ClientDialect> openAi = new EnumMap<>(Operation.class);
  private final Map<OllamaPath, ClientDialect> ollama = new EnumMap<>(OllamaPath.class);
  private final MetadataKeys metadata;
  private final ClientDialect messages;
  private final ClientDialect tokenCount = new AnthropicTokenCount();

  /**
   * @param metadata what has to be read of a body's metadata
   */
  Clients(MetadataKeys metadata) {
    this.metadata = metadata;
    for (Operation operation : Operation.values()) {
      openAi.put(operation, new OpenAiClient(operation, metadata));
    }
    for (OllamaPath path : OllamaPath.values()) {
      ollama.put(path, new OllamaClient(path, metadata));
    }
    messages = new AnthropicClient(metadata);
  }

  /** Clients of OpenAI's that ask for this. */
  ClientDialect openAi(Operation operation) {
    return Objects.requireNonNull(openAi.get(operation));
  }

  /** Clients of Ollama's at this path. */
  ClientDialect ollama(OllamaPath path) {
    return Objects.requireNonNull(ollama.get(path));
  }

  /** Clients of Anthropic's. */
  ClientDialect messages() {
    return messages;
  }

  /** Clients of Anthropic's that ask how long a prompt is. */
  ClientDialect tokenCount() {
    return tokenCount;
  }

  /** Clients of OpenAI's that ask for responses, with those that their caller keeps. */
  ClientDialect responses(KeptResponses kept) {
    return new ResponsesClient(metadata, kept);
  }

  /** Those of them that ask how long the input of one is. */
  ClientDialect responsesTokenCount(KeptResponses kept) {
    return new ResponsesTokenCount(new ResponsesClient(metadata, kept));
  }

  /** Whose words fit at a path, whether or not anything is served there. */
  ClientDialect at(String path) {
    if (path.startsWith("/api/")) {
      return ollama(OllamaPath.CHAT);
    }
    return path.startsWith("/v1/messages") ? messages : openAi(Operation.CHAT);
  }
}
