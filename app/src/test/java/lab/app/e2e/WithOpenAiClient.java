package lab.app.e2e;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** OpenAI's own client for Java in front of a node, as it comes but for its retries. */
abstract class WithOpenAiClient extends WithDemoNode {
  private @Nullable OpenAIClient client;

  OpenAIClient client() {
    if (client == null) {
      client =
          OpenAIOkHttpClient.builder()
              .baseUrl(node.base() + "/v1")
              .apiKey("not-needed")
              .maxRetries(0)
              .build();
    }
    return client;
  }

  @AfterAll
  void closeClient() {
    client().close();
  }

  static ChatCompletionCreateParams.Builder ask(String model, String question) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(question);
  }

  ChatCompletion streamed(ChatCompletionCreateParams question) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client().chat().completions().createStreaming(question)) {
      stream.stream().map(ChatCompletionChunk::validate).forEach(accumulator::accumulate);
    }
    return accumulator.chatCompletion();
  }

  ChatCompletion create(ChatCompletionCreateParams question) {
    return client().chat().completions().create(question);
  }
}
