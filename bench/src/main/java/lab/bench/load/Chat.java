package lab.bench.load;

/** The body of a chat request. */
final class Chat {
  private Chat() {}

  static String body(String model, int promptBytes, boolean stream) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"stream\":%s}"
        .formatted(model, "Words of a prompt. ".repeat(promptBytes / 19), stream);
  }
}
