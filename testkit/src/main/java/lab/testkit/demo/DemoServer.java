package lab.testkit.demo;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;
import lab.testkit.wire.Flavour;

/** The servers of the demo. */
enum DemoServer {
  OLLAMA("demo-ollama", 11434),
  LLAMA_CPP_PYTHON("demo-llama-cpp-python", 8000),
  LLAMA_CPP("demo-llama-cpp", 8080),
  VLLM("demo-vllm", 8001);

  private final String provider;
  private final int usualPort;

  DemoServer(String provider, int usualPort) {
    this.provider = provider;
    this.usualPort = usualPort;
  }

  /** Its name in {@code providers.yaml}. */
  String provider() {
    return provider;
  }

  /** Where a server of this kind is looked for. */
  int usualPort() {
    return usualPort;
  }

  /** What it lists, the default first. */
  List<String> models() {
    return switch (this) {
      case OLLAMA ->
          Stream.concat(
                  Stream.of(
                      "demo-chat:latest", "demo-coder:7b", "demo-thinker:8b", "demo-embed:latest"),
                  Mischief.models().stream().map(name -> name + ":latest"))
              .toList();
      case LLAMA_CPP_PYTHON -> List.of("demo-python");
      case LLAMA_CPP -> List.of("demo-native");
      case VLLM ->
          Stream.concat(Stream.of("lab/demo-coder-7b"), Mischief.models().stream()).toList();
    };
  }

  Routes routes(Vertx vertx, Pace pace) {
    return switch (this) {
      case OLLAMA -> new OllamaServer(vertx, pace, models()).routes();
      case LLAMA_CPP_PYTHON -> openAi(vertx, pace, Flavour.LLAMA_CPP_PYTHON);
      case LLAMA_CPP -> openAi(vertx, pace, Flavour.LLAMA_CPP);
      case VLLM -> openAi(vertx, pace, Flavour.VLLM);
    };
  }

  private Routes openAi(Vertx vertx, Pace pace, Flavour flavour) {
    return new OpenAiServer(vertx, pace, flavour, models()).routes();
  }
}
