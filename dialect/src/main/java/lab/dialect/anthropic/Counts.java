package lab.dialect.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import lab.dialect.TokenCounts;

/** The token counts of one answer: each event may tell some of them, and the last one counts. */
final class Counts {
  /** No provider counts further; a larger number is a mistake and must not overflow sums. */
  private static final long MOST_TOKENS = 1L << 40;

  private long input;
  private long cacheRead;
  private long cacheWritten;
  private long output;
  private long thinking;

  /** Reads the {@code usage} that the parser stands on. */
  void read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (field.equals("output_tokens_details") && value == JsonToken.START_OBJECT) {
        readDetails(json);
      } else if (value.isNumeric()) {
        take(field, Math.clamp(json.getValueAsLong(), 0, MOST_TOKENS));
      } else {
        json.skipChildren();
      }
    }
  }

  private void readDetails(JsonParser json) throws IOException {
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      if (json.nextToken().isNumeric()) {
        take(field, Math.clamp(json.getValueAsLong(), 0, MOST_TOKENS));
      } else {
        json.skipChildren();
      }
    }
  }

  private void take(String field, long count) {
    switch (field) {
      case "input_tokens" -> input = count;
      case "cache_read_input_tokens" -> cacheRead = count;
      case "cache_creation_input_tokens" -> cacheWritten = count;
      case "output_tokens" -> output = count;
      case "thinking_tokens" -> thinking = count;
      default -> {}
    }
  }

  /** What is told so far. Anthropic counts what its cache had beside the input, not in it. */
  TokenCounts told() {
    return new TokenCounts(
        input + cacheRead + cacheWritten, cacheRead, cacheWritten, output, thinking);
  }
}
