package lab.app.e2e;

import java.util.ArrayList;
import java.util.List;
import lab.app.TestNode;

/** Requests of clients with keys. */
final class KeyedChats {
  private KeyedChats() {}

  static Answer ask(TestNode node, String key, String model) throws Exception {
    return post(node, WithScriptedNode.CHAT, key, body(model, ""));
  }

  static Answer post(TestNode node, String path, String key, String body) throws Exception {
    return Wire.ask(node.port(), request(path, key, body));
  }

  private static String request(String path, String key, String body) {
    return Wire.post(path, "x-api-key: " + key + "\r\n", body);
  }

  /**
   * On one connection, so that one is over when the next begins: a client may have an answer's last
   * byte a moment before its node has settled.
   */
  static List<Answer> inTurn(TestNode node, int times, String key, String body) throws Exception {
    List<Answer> answers = new ArrayList<>();
    try (Wire wire = new Wire(node.port())) {
      for (int i = 0; i < times; i++) {
        answers.add(wire.send(request(WithScriptedNode.CHAT, key, body)).answer());
      }
    }
    return answers;
  }

  static String body(String model, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]%s}"
        .formatted(model, more);
  }
}
