package lab.app.e2e;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** LangChain4j in front of a node, whatever it speaks. */
abstract class WithLangChain4j extends WithDemoNode {

  static ChatRequest request(List<ChatMessage> messages, ToolSpecification... tools) {
    return ChatRequest.builder().messages(messages).toolSpecifications(tools).build();
  }

  /** The whole answer to a streamed question. */
  static ChatResponse heard(StreamingChatModel model, ChatRequest request) throws Exception {
    Heard heard = new Heard();
    model.chat(request, heard);
    return heard.complete();
  }

  static ToolSpecification weather() {
    return ToolSpecification.builder()
        .name("current_weather")
        .description("The weather of a city")
        .parameters(JsonObjectSchema.builder().addStringProperty("city").required("city").build())
        .build();
  }

  /** All that comes of a stream. */
  static final class Heard implements StreamingChatResponseHandler {
    final List<String> pieces = new ArrayList<>();
    private final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

    @Override
    public void onPartialResponse(String piece) {
      pieces.add(piece);
    }

    @Override
    public void onCompleteResponse(ChatResponse answer) {
      end.complete(answer);
    }

    @Override
    public void onError(Throwable error) {
      end.completeExceptionally(error);
    }

    ChatResponse complete() throws Exception {
      return end.get(10, TimeUnit.SECONDS);
    }
  }
}
