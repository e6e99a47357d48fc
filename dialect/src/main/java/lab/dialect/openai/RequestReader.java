package lab.dialect.openai;

import java.util.ArrayList;
import java.util.List;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.CacheWish;
import lab.dialect.RequestReading;
import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonKind;
import lab.dialect.json.Keys;
import lab.dialect.json.MalformedJson;
import lab.dialect.openai.OpenAiCall.Change;
import lab.dialect.openai.OpenAiCall.Member;
import lab.dialect.openai.OpenAiCall.Place;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request body in one pass. Broken JSON comes before everything else; after that the
 * first thing that is wrong is what the client is told.
 */
final class RequestReader {
  private static final Keys INCLUDE_USAGE = Keys.of("include_usage");
  private static final Keys MODEL = Keys.of("model");

  /** More than anybody has providers; each may become an attempt. */
  private static final int MOST_FALLBACKS = 100;

  private final Operation operation;
  private final byte[] body;
  private final RequestFields fields;
  private final JsonCursor cursor = new JsonCursor();

  private @Nullable ModelName model;
  private @Nullable Place modelPlace;
  private boolean streamed;
  private boolean usageWanted;
  private @Nullable Change askForUsage;
  private final List<ModelName> fallbacks = new ArrayList<>(0);
  private boolean fallbacksDisabled;
  private final List<Member> ours = new ArrayList<>(0);
  private boolean othersStay;
  private boolean payloadSeen;
  private @Nullable Place oldLimit;
  private boolean newLimitSeen;
  private @Nullable String capability;
  private @Nullable CacheReader cache;
  private final FactsReader facts;
  private final Values values;

  RequestReader(Operation operation, byte[] body, MetadataKeys metadata) {
    this.operation = operation;
    this.body = body;
    values = new Values(body, cursor);
    facts = new FactsReader(body, cursor, metadata);
    fields = RequestFields.of(operation);
  }

  RequestReading read() throws MalformedJson {
    cursor.over(body, 0, body.length);
    JsonKind whole = cursor.peek();
    if (whole != JsonKind.OBJECT) {
      cursor.skip();
      cursor.finish();
      return Complaints.type("the body", null, whole.words(), "a JSON object");
    }
    cursor.enterObject();
    int first = cursor.position();
    readMembers();
    cursor.finish();
    RequestReading.Malformed complaint = values.complaint();
    if (complaint != null) {
      return complaint;
    }
    var wish =
        new OpenAiCall.Wish(
            operation,
            model,
            streamed,
            streamed && usageWanted,
            fallbacks,
            fallbacksDisabled,
            capability,
            facts.facts(),
            cache == null ? CacheWish.NONE : cache.wish());
    var places =
        new OpenAiCall.Places(
            first, modelPlace, askForUsage, newLimitSeen ? null : oldLimit, ours, othersStay);
    return new RequestReading.Understood(new OpenAiCall(wish, places, body));
  }

  private void readMembers() throws MalformedJson {
    int seen = 0;
    int key = cursor.nextKey(fields.keys());
    for (; key != JsonCursor.END; key = cursor.nextKey(fields.keys())) {
      int keyStart = cursor.keyStart();
      if (key == JsonCursor.OTHER) {
        cursor.skip();
        othersStay = true;
        continue;
      }
      RequestField field = fields.field(key);
      if ((seen & (1 << key)) != 0) {
        values.complain(() -> Complaints.twice(fields.name(field)));
        cursor.skip();
      } else {
        seen |= 1 << key;
        readField(field, keyStart);
      }
    }
    if (!payloadSeen && fields.isPayloadRuled()) {
      values.complain(() -> Complaints.missing(fields.payload(), fields.payloadRule()));
    }
  }

  private void readField(RequestField field, int keyStart) throws MalformedJson {
    switch (field) {
      case MODEL -> readModel();
      case PAYLOAD -> readPayload();
      case STREAM -> streamed = values.flag("stream");
      case STREAM_OPTIONS -> readStreamOptions();
      case FALLBACKS -> readFallbacks();
      case DISABLE_FALLBACKS -> fallbacksDisabled = values.flag("disable_fallbacks");
      case CAPABILITY -> readCapability();
      case CACHE -> readCache();
      case MAX_TOKENS -> {
        oldLimit = operation == Operation.CHAT ? Place.ofKey(body, keyStart) : null;
        facts.read(field);
      }
      case MAX_COMPLETION_TOKENS -> {
        newLimitSeen = true;
        facts.read(field);
      }
      case USER, METADATA, N, TOOLS -> facts.read(field);
    }
    if (field.isOurs()) {
      ours.add(new Member(keyStart, cursor.position(), othersStay));
    } else {
      othersStay = true;
    }
  }

  private void readCapability() throws MalformedJson {
    JsonKind kind = cursor.skip();
    if (kind == JsonKind.STRING) {
      String name = values.name("capability", "capability");
      capability = name.isEmpty() ? null : name;
    } else if (kind != JsonKind.NULL) {
      values.complain(
          () -> Complaints.type("capability", "capability", values.shown(kind), "a string"));
    }
  }

  private void readCache() throws MalformedJson {
    cache = new CacheReader(body, cursor);
    cache.read();
    RequestReading.Malformed wrong = cache.complaint();
    if (wrong != null) {
      values.complain(() -> wrong);
    }
  }

  private void readModel() throws MalformedJson {
    JsonKind kind = cursor.skip();
    modelPlace = new Place(cursor.start(), cursor.position());
    if (kind == JsonKind.STRING) {
      String name = values.name("model", "model");
      model = name.isEmpty() ? null : new ModelName(name);
    } else if (kind != JsonKind.NULL) {
      values.complain(() -> Complaints.type("model", "model", values.shown(kind), "a string"));
    }
  }

  private void readPayload() throws MalformedJson {
    payloadSeen = true;
    String name = fields.payload();
    JsonKind kind = cursor.peek();
    if (operation == Operation.CHAT && kind == JsonKind.ARRAY) {
      readMessages(name);
      return;
    }
    if (operation != Operation.CHAT && (kind == JsonKind.STRING || kind == JsonKind.ARRAY)) {
      facts.prompt().readPrompts();
    } else {
      cursor.skip();
      if (fields.isPayloadRuled()) {
        // Its kind, not its value: that is the prompt.
        values.complain(() -> Complaints.type(name, name, kind.words(), fields.payloadRule()));
      }
    }
  }

  private void readMessages(String name) throws MalformedJson {
    cursor.enterArray();
    int count = 0;
    for (; cursor.nextElement(); count++) {
      JsonKind kind = cursor.peek();
      if (kind == JsonKind.OBJECT) {
        facts.prompt().readMessage();
      } else {
        cursor.skip();
        int at = count;
        values.complain(
            () -> Complaints.type(name + "[" + at + "]", name, kind.words(), "an object"));
      }
    }
    if (count == 0) {
      values.complain(() -> Complaints.value(name, name, "an empty array", fields.payloadRule()));
    }
  }

  private void readStreamOptions() throws MalformedJson {
    JsonKind kind = cursor.peek();
    if (kind != JsonKind.OBJECT) {
      cursor.skip();
      askForUsage = new Change(cursor.start(), cursor.position(), "{\"include_usage\":true}");
      if (kind != JsonKind.NULL) {
        values.complain(
            () ->
                Complaints.type(
                    "stream_options", "stream_options", values.shown(kind), "an object or null"));
      }
      return;
    }
    cursor.enterObject();
    int inside = cursor.position();
    boolean empty = true;
    int key = cursor.nextKey(INCLUDE_USAGE);
    for (; key != JsonCursor.END; key = cursor.nextKey(INCLUDE_USAGE)) {
      empty = false;
      if (key == JsonCursor.OTHER) {
        cursor.skip();
      } else if (askForUsage != null) {
        cursor.skip();
        values.complain(() -> Complaints.twice("stream_options.include_usage"));
      } else {
        usageWanted = values.flag("stream_options.include_usage");
        askForUsage = new Change(cursor.start(), cursor.position(), "true");
      }
    }
    if (askForUsage == null) {
      askForUsage = new Change(inside, inside, "\"include_usage\":true" + (empty ? "" : ","));
    }
  }

  private void readFallbacks() throws MalformedJson {
    JsonKind kind = cursor.peek();
    if (kind != JsonKind.ARRAY) {
      cursor.skip();
      if (kind != JsonKind.NULL) {
        values.complain(
            () -> Complaints.type("fallbacks", "fallbacks", values.shown(kind), "an array"));
      }
      return;
    }
    cursor.enterArray();
    for (int index = 0; cursor.nextElement(); index++) {
      readFallback(index);
      if (fallbacks.size() > MOST_FALLBACKS) {
        String rule = "an array of at most " + MOST_FALLBACKS;
        values.complain(() -> Complaints.value("fallbacks", "fallbacks", "longer", rule));
        fallbacks.clear();
      }
    }
  }

  /** A name, or an object with one: {@code {"model": "x"}}, as LiteLLM's clients send it. */
  private void readFallback(int index) throws MalformedJson {
    String name = "";
    JsonKind kind = cursor.peek();
    if (kind == JsonKind.OBJECT) {
      cursor.enterObject();
      int key = cursor.nextKey(MODEL);
      for (; key != JsonCursor.END; key = cursor.nextKey(MODEL)) {
        if (cursor.skip() == JsonKind.STRING && key != JsonCursor.OTHER) {
          name = values.name("a name in fallbacks", "fallbacks");
        }
      }
    } else if (cursor.skip() == JsonKind.STRING) {
      name = values.name("a name in fallbacks", "fallbacks");
    }
    if (name.isEmpty()) {
      String rule = "a model's name or an object with one in \"model\"";
      values.complain(
          () -> Complaints.type("fallbacks[" + index + "]", "fallbacks", values.shown(kind), rule));
    } else {
      fallbacks.add(new ModelName(name));
    }
  }
}
