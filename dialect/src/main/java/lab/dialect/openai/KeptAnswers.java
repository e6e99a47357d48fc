package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import lab.contract.Operation;
import lab.contract.Usage;
import lab.dialect.AnswerStream;
import lab.dialect.WholeAnswer;
import lab.dialect.frame.SseSplitter;
import lab.dialect.json.MalformedJson;

/**
 * Answers that were given once, put into the form in which somebody else wants them. Streams come
 * as the pieces that a client got, each of whole events.
 */
public final class KeptAnswers {
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(US_ASCII);
  private static final byte[] USAGE = "\"usage\"".getBytes(US_ASCII);

  private KeptAnswers() {}

  /** A whole answer as a stream, all of it at once. */
  public static byte[] stream(Operation operation, byte[] whole, boolean usageWanted) {
    String shown = Trees.read(whole, 0, whole.length).path("model").asText("");
    OpenAiStream stream = streamOf(operation, shown, usageWanted);
    byte[] begin = stream.feed(whole).out();
    AnswerStream.Step end = stream.end();
    if (!end.complete()) {
      throw new IllegalArgumentException("the answer is not complete");
    }
    return joined(List.of(begin, end.out()));
  }

  /**
   * A stream as a whole answer.
   *
   * @param usage the provider's counts, for a stream that does not tell them
   */
  public static byte[] whole(Operation operation, List<byte[]> pieces, Usage usage) {
    String shown = firstChunk(pieces.getFirst()).path("model").asText("");
    WholeAnswer answer =
        ChunksToWhole.read(operation, streamOf(operation, shown, true), joined(pieces));
    if (!(answer instanceof WholeAnswer.Good good)) {
      throw new IllegalArgumentException("the stream is not complete");
    }
    ObjectNode body = (ObjectNode) Trees.read(good.body(), 0, good.body().length);
    if (!body.path("usage").isObject() && usage.total() > 0) {
      body.set("usage", counts(usage));
    }
    return Trees.write(body);
  }

  /** A piece without the event that has nothing but the usage; the very array mostly. */
  public static byte[] withoutUsage(byte[] piece) {
    if (!contains(piece, USAGE)) {
      return piece;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(piece.length);
    AnswerReader chunk = new AnswerReader();
    SseSplitter splitter = new SseSplitter();
    splitter.feed(piece);
    while (splitter.next()) {
      byte[] data = data(splitter);
      if (!isUsage(chunk, data)) {
        write(out, data);
      }
    }
    return out.toByteArray();
  }

  private static boolean isUsage(AnswerReader chunk, byte[] data) {
    if (data.length == 0 || data[0] != '{') {
      return false;
    }
    try {
      chunk.read(data, 0, data.length);
    } catch (MalformedJson malformed) {
      return false;
    }
    return chunk.hasUsage() && chunk.choices().count() == 0;
  }

  /**
   * The last piece of a stream, with the usage before its end mark.
   *
   * @param first the first piece, whose chunks say whose answer it is
   */
  public static byte[] withUsage(byte[] first, byte[] last, Usage usage) {
    int end = last.length - DONE.length;
    if (usage.total() == 0 || end < 0 || !endsWithDone(last)) {
      return last;
    }
    ObjectNode chunk = firstChunk(first);
    chunk.putArray("choices");
    chunk.set("usage", counts(usage));
    ByteArrayOutputStream out = new ByteArrayOutputStream(last.length + 256);
    out.write(last, 0, end);
    write(out, Trees.write(chunk));
    out.write(DONE, 0, DONE.length);
    return out.toByteArray();
  }

  private static boolean endsWithDone(byte[] last) {
    return Arrays.equals(last, last.length - DONE.length, last.length, DONE, 0, DONE.length);
  }

  /** The first chunk of a piece, without what it brings. */
  private static ObjectNode firstChunk(byte[] piece) {
    SseSplitter splitter = new SseSplitter();
    splitter.feed(piece);
    while (splitter.next()) {
      byte[] data = data(splitter);
      if (data.length > 0 && data[0] == '{') {
        return (ObjectNode) Trees.read(data, 0, data.length);
      }
    }
    return Trees.NODES.objectNode();
  }

  /** A stream whose chunks lack nothing, so that no id and no time are made up. */
  private static OpenAiStream streamOf(Operation operation, String shown, boolean usageWanted) {
    return new OpenAiStream(Repair.of(operation, true, shown, "", 0), "", usageWanted);
  }

  private static JsonNode counts(Usage usage) {
    return Trees.NODES
        .objectNode()
        .put("prompt_tokens", usage.promptTokens())
        .put("completion_tokens", usage.completionTokens())
        .put("total_tokens", usage.total());
  }

  private static byte[] data(SseSplitter event) {
    return Arrays.copyOfRange(event.array(), event.offset(), event.offset() + event.length());
  }

  private static void write(ByteArrayOutputStream out, byte[] data) {
    if (data.length > 0) {
      out.writeBytes(Outgoing.FIELD);
      out.writeBytes(data);
      out.writeBytes(Outgoing.BLANK_LINE);
    }
  }

  private static byte[] joined(List<byte[]> pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static boolean contains(byte[] text, byte[] word) {
    for (int i = 0; i <= text.length - word.length; i++) {
      if (text[i] == word[0] && Arrays.equals(text, i, i + word.length, word, 0, word.length)) {
        return true;
      }
    }
    return false;
  }
}
