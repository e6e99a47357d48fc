package lab.dialect.openai;

import java.nio.charset.StandardCharsets;
import java.util.List;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import lab.dialect.CacheWish;
import lab.dialect.ClientAnswers;
import lab.dialect.SplicedCall;
import lab.dialect.json.JsonText;
import lab.dialect.json.Splice;
import org.jspecify.annotations.Nullable;

/** A request as it came, with the places in its body that may have to change for a provider. */
final class OpenAiCall implements SplicedCall {
  private static final byte[] NEW_LIMIT = utf8("\"max_completion_tokens\"");

  private static final String ASK_FOR_USAGE = "\"stream_options\":{\"include_usage\":true}";

  /** What the client said. */
  record Wish(
      Operation operation,
      @Nullable ModelName model,
      boolean streamed,
      boolean usageWanted,
      List<ModelName> fallbacks,
      boolean fallbacksDisabled,
      @Nullable String capability,
      RequestFacts facts,
      CacheWish cache) {
    Wish {
      fallbacks = List.copyOf(fallbacks);
    }
  }

  /**
   * Where it stands.
   *
   * @param first behind the opening brace
   * @param model the value of {@code model}, or null
   * @param usage what to change inside {@code stream_options} so that it asks for the usage; null
   *     where there is none
   * @param oldLimit the key of {@code max_tokens} where a chat has no newer limit, or null
   * @param ours members that are the gateway's own, in order
   * @param othersStay whether there are others
   */
  record Places(
      int first,
      @Nullable Place model,
      @Nullable Change usage,
      @Nullable Place oldLimit,
      List<Member> ours,
      boolean othersStay) {
    Places {
      ours = List.copyOf(ours);
    }
  }

  /** A value's bytes, or a key's. */
  record Place(int start, int end) {
    /** A key of a text that is JSON, with its quotes. */
    static Place ofKey(byte[] json, int start) {
      int end = start + 1;
      while (json[end] != '"') {
        end += json[end] == '\\' ? 2 : 1;
      }
      return new Place(start, end + 1);
    }
  }

  /** Other bytes for a place. */
  record Change(int start, int end, String with) {}

  /** A member from its key to the end of its value, and whether a member before it stays. */
  record Member(int keyStart, int valueEnd, boolean keptBefore) {}

  private final Wish wish;
  private final Places places;
  private final byte[] body;

  OpenAiCall(Wish wish, Places places, byte[] body) {
    this.wish = wish;
    this.places = places;
    this.body = body;
  }

  /**
   * The body for a provider: under its name of the model, without what only the gateway knows, and
   * asking for the usage of a stream. The very array that came where nothing has to change.
   */
  @Override
  public byte[] bodyFor(ModelName name) {
    return bodyFor(name, new Splice(body, 0, body.length));
  }

  /** The same for OpenAI itself, whose newest models know the limit by its newer name only. */
  byte[] bodyForOpenAi(ModelName name) {
    Splice splice = new Splice(body, 0, body.length);
    if (places.oldLimit != null && NewestModels.refuseMaxTokens(name)) {
      splice.replace(places.oldLimit.start, places.oldLimit.end, NEW_LIMIT);
    }
    return bodyFor(name, splice);
  }

  private byte[] bodyFor(ModelName name, Splice splice) {
    StringBuilder first = new StringBuilder();
    if (!name.equals(wish.model)) {
      byte[] quoted = JsonText.quoted(name.value());
      if (places.model != null) {
        splice.replace(places.model.start, places.model.end, quoted);
      } else {
        first.append("\"model\":").append(new String(quoted, StandardCharsets.UTF_8));
      }
    }
    if (wish.streamed && !wish.usageWanted) {
      if (places.usage != null) {
        splice.replace(places.usage.start, places.usage.end, utf8(places.usage.with));
      } else {
        first.append(first.isEmpty() ? "" : ",").append(ASK_FOR_USAGE);
      }
    }
    for (Member member : places.ours) {
      splice.remove(member.keyStart, member.valueEnd, member.keptBefore);
    }
    if (!first.isEmpty()) {
      first.append(places.othersStay ? "," : "");
      splice.replace(places.first, places.first, utf8(first.toString()));
    }
    return splice.isEmpty() ? body : splice.bytes();
  }

  @Override
  public Operation operation() {
    return wish.operation;
  }

  @Override
  public @Nullable ModelName model() {
    return wish.model;
  }

  @Override
  public boolean streamed() {
    return wish.streamed;
  }

  @Override
  public boolean usageWanted() {
    return wish.usageWanted;
  }

  @Override
  public List<ModelName> fallbacks() {
    return wish.fallbacks;
  }

  @Override
  public boolean fallbacksDisabled() {
    return wish.fallbacksDisabled;
  }

  @Override
  public @Nullable String capability() {
    return wish.capability;
  }

  @Override
  public RequestFacts facts() {
    return wish.facts;
  }

  @Override
  public CacheWish cacheWish() {
    return wish.cache;
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public ClientAnswers answers() {
    return OpenAiAnswers.ANSWERS;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
