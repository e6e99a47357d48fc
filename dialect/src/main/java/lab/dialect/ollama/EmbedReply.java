package lab.dialect.ollama;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.WholeAnswer;
import lab.dialect.failure.FailureReader;
import lab.dialect.json.Json;
import lab.dialect.json.JsonBytes;

/** The answer of {@code /api/embed} as OpenAI's list, number by number: vectors are long. */
final class EmbedReply {
  private final JsonBytes out = new JsonBytes();
  private final boolean base64;
  private boolean failed;
  private boolean embedded;
  private long promptTokens;

  private EmbedReply(boolean base64) {
    this.base64 = base64;
  }

  /**
   * @param base64 whether the client wants each vector as base64
   */
  static WholeAnswer read(byte[] body, boolean base64, String shown) {
    var reply = new EmbedReply(base64);
    try (JsonParser json = Json.parser(body, 0, body.length)) {
      json.nextToken();
      reply.readFields(json);
    } catch (IOException garbled) {
      return new WholeAnswer.Bad(Ending.garbled());
    }
    if (reply.failed) {
      return new WholeAnswer.Bad(FailureReader.ofObject(body));
    }
    return reply.embedded
        ? reply.good(shown)
        : new WholeAnswer.Bad(Failure.of(FailureKind.SERVER, "the answer has no embeddings"));
  }

  private WholeAnswer good(String shown) {
    long tokens = promptTokens;
    out.raw(",\"model\":").string(shown);
    out.raw(",\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d}}".formatted(tokens, tokens));
    return new WholeAnswer.Good(out.taken(), new Usage(tokens, 0));
  }

  private void readFields(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_OBJECT, json);
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "error" -> failed = AnswerLine.isTruthy(json);
        case "prompt_eval_count" -> promptTokens = AnswerLine.countOf(json);
        case "embeddings" -> readVectors(json);
        default -> json.skipChildren();
      }
    }
  }

  private void readVectors(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY && !embedded, json);
    embedded = true;
    out.raw("{\"object\":\"list\",\"data\":[");
    int index = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken() == JsonToken.START_ARRAY, json);
      out.raw(index == 0 ? "" : ",")
          .raw("{\"object\":\"embedding\",\"index\":" + index++ + ",\"embedding\":");
      if (base64) {
        writeBase64(json);
      } else {
        writeNumbers(json);
      }
      out.raw("}");
    }
    out.raw("]");
  }

  private void writeNumbers(JsonParser json) throws IOException {
    String separator = "[";
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken().isNumeric(), json);
      // As it was written: a number that is parsed and printed again is another number.
      out.raw(separator).raw(json.getText());
      separator = ",";
    }
    out.raw(separator.equals("[") ? "[]" : "]");
  }

  private void writeBase64(JsonParser json) throws IOException {
    var vector = new ByteArrayOutputStream();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken().isNumeric(), json);
      int bits = Float.floatToIntBits(json.getFloatValue());
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        vector.write(bits >>> shift);
      }
    }
    out.string(Base64.getEncoder().encodeToString(vector.toByteArray()));
  }

  private static void require(boolean holds, JsonParser json) throws JsonParseException {
    if (!holds) {
      throw new JsonParseException(json, "not the form of embeddings");
    }
  }
}
