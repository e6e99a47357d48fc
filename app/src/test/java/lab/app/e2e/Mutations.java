package lab.app.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Requests that are nearly right, and bytes that never were; the same again for the same seed. */
final class Mutations {
  private static final List<String> BODIES =
      List.of(
          WithScriptedNode.HELLO,
          WithScriptedNode.HELLO_STREAMED,
          """
          {"messages": [{"role": "system", "content": "Be \\u0062rief."},
                        {"role": "user", "content": [{"type": "text", "text": "Größe? 🙂"}]}],
           "model": "test-model", "temperature": 0.7e-1, "n": 1, "stop": ["\\n", "END"],
           "stream": false, "stream_options": {"include_usage": true}, "user": null,
           "tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]}
          """,
          "{\"model\":\"test-model\",\"prompt\":[\"Once\",\"upon\"],\"max_tokens\":16}",
          "{\"model\":\"test-model\",\"input\":\"a time\",\"encoding_format\":\"float\"}",
          "{\"model\":\"test-model\",\"fallbacks\":[\"a\",{\"model\":\"b\"}],\"messages\":[{}]}");

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "null",
          "true",
          "false",
          "0",
          "-1",
          "1e999",
          "NaN",
          "\"model\"",
          "\"messages\"",
          "\"stream\":true",
          "\"stream\":1",
          "{}",
          "[]",
          "\\u0000",
          "\\ud800",
          "\uFEFF",
          "\u0000",
          "/*",
          "//",
          "'",
          "\"test-model\"",
          "\"a\":\"b\",",
          "[[[[[[[[",
          "9".repeat(400),
          "\"fallbacks\":[]",
          "\"stream_options\":{}",
          " ",
          "\r\n",
          "\t");

  private static final List<String> HEADS =
      List.of(
          "POST /v1/chat/completions HTTP/1.1",
          "POST /chat/completions HTTP/1.0",
          "POST /v1/embeddings HTTP/1.1",
          "POST /v1/completions?x=y HTTP/1.1",
          "POST /admin/route?operation=%zz HTTP/1.1",
          "GET /v1/models HTTP/1.1",
          "GET /v1/models/a%2Fb HTTP/1.1",
          "HEAD / HTTP/1.1",
          "OPTIONS * HTTP/1.1",
          "DELETE /v1/models HTTP/1.1",
          "GET http://x/health/readiness HTTP/1.1");

  private static final List<String> HEADERS =
      List.of(
          "host: x",
          "content-type: application/json",
          "connection: close",
          "connection: keep-alive",
          "connection: upgrade",
          "upgrade: h2c",
          "expect: 100-continue",
          "content-length: 0",
          "content-length: 5",
          "content-length: 99999999999",
          "content-encoding: gzip",
          "transfer-encoding: chunked",
          "transfer-encoding: identity",
          "transfer-encoding : chunked",
          "x-litellm-call-id: é",
          "origin: http://localhost",
          "authorization: Bearer sk-1",
          "accept-encoding: gzip",
          " folded: value",
          ": nameless",
          "no colon",
          "");

  private static final List<String> WIRE =
      List.of(
          "\r\n",
          "\n",
          "\r",
          "\0",
          " ",
          "\t",
          ":",
          ",",
          ";",
          "0\r\n\r\n",
          "5\r\nhello\r\n",
          "ffff\r\n",
          "HTTP/1.1",
          "GET / HTTP/1.1\r\n\r\n",
          "%",
          "%2e%2e/",
          "\u00ff",
          "x".repeat(9_000));

  private final SplittableRandom random;

  Mutations(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A body: a good one with a few things done to it, or added to it, or JSON out of nowhere. */
  byte[] body() {
    StringBuilder json = new StringBuilder();
    switch (random.nextInt(4)) {
      case 0 -> value(json, 0);
      case 1 -> {
        json.append("{\"y\":");
        value(json, 0);
        json.append(',').append(any(BODIES).substring(1));
      }
      default -> {
        return mutated(utf8(any(BODIES)), random.nextInt(4), TOKENS);
      }
    }
    return utf8(json.toString());
  }

  private void value(StringBuilder json, int depth) {
    switch (random.nextInt(depth > 5 ? 4 : 7)) {
      case 0 -> json.append(random.nextInt(-1_000, 1_000));
      case 1 -> json.append(random.nextBoolean() ? "true" : "null");
      case 2 ->
          json.append('"').append(any(TOKENS).replaceAll("[\"\\\\\\p{Cntrl}]", "")).append('"');
      case 3 -> json.append(random.nextInt(8) == 0 ? any(TOKENS) : "1.5e-3");
      case 4 -> {
        json.append('[');
        for (int i = random.nextInt(4); i >= 0; i--) {
          value(json, depth + 1);
          json.append(i == 0 ? "]" : ",");
        }
      }
      default -> {
        json.append('{');
        for (int i = random.nextInt(4); i >= 0; i--) {
          json.append('"').append(key()).append("\":");
          value(json, depth + 1);
          json.append(i == 0 ? "}" : ", ");
        }
      }
    }
  }

  private String key() {
    return any(
        List.of(
            "model", "messages", "prompt", "input", "stream", "stream_options", "fallbacks", "x"));
  }

  /**
   * Bytes for a connection: a request put together at random, or a good one with faults, or noise.
   */
  byte[] request() {
    return switch (random.nextInt(8)) {
      case 0 -> noise(random.nextInt(1, 400));
      case 1, 2, 3 -> mutated(good(), random.nextInt(1, 4), WIRE);
      default -> assembled();
    };
  }

  private byte[] good() {
    byte[] body = utf8(any(BODIES));
    String head = any(HEADS) + "\r\nhost: x\r\n";
    if (random.nextBoolean()) {
      return joined(utf8(head + "content-length: " + body.length + "\r\n\r\n"), body);
    }
    int cut = random.nextInt(body.length);
    return joined(
        utf8(head + "transfer-encoding: chunked\r\n\r\n" + Integer.toHexString(cut) + "\r\n"),
        Arrays.copyOf(body, cut),
        utf8("\r\n" + Integer.toHexString(body.length - cut) + "\r\n"),
        Arrays.copyOfRange(body, cut, body.length),
        utf8("\r\n0\r\n\r\n"));
  }

  private byte[] assembled() {
    StringBuilder head = new StringBuilder(any(HEADS)).append("\r\n");
    for (int i = random.nextInt(6); i > 0; i--) {
      head.append(any(HEADERS)).append(random.nextInt(20) == 0 ? "\n" : "\r\n");
    }
    return joined(utf8(head.append("\r\n").toString()), body());
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (byte) random.nextInt(256);
    }
    return noise;
  }

  private byte[] mutated(byte[] bytes, int times, List<String> inserts) {
    byte[] result = bytes;
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(result.length + 1);
      int to = Math.min(result.length, at + random.nextInt(1, 20));
      byte[] before = Arrays.copyOf(result, at);
      byte[] inside = Arrays.copyOfRange(result, at, to);
      byte[] after = Arrays.copyOfRange(result, to, result.length);
      result =
          switch (random.nextInt(6)) {
            case 0 -> joined(before, after);
            case 1 -> joined(before, inside, inside, after);
            case 2 -> joined(before, noise(inside.length), after);
            case 3 -> joined(before, noise(1), inside, after);
            case 4 -> before;
            default -> joined(before, utf8(any(inserts)), inside, after);
          };
    }
    return result;
  }

  private String any(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
