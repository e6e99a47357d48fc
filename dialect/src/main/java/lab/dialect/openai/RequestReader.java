package lab.dialect.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.RequestReading;
import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonKind;
import lab.dialect.json.JsonText;
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

  /** A name goes into headers, logs and look-ups. */
  private static final int LONGEST_NAME = 1024;

  /** Longer values are told by their length. */
  private static final int MOST_SHOWN = 60;

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
  private RequestReading.@Nullable Malformed complaint;

  RequestReader(Operation operation, byte[] body) {
    this.operation = operation;
    this.body = body;
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
    if (complaint != null) {
      return complaint;
    }
    var wish =
        new OpenAiCall.Wish(
            operation, model, streamed, streamed && usageWanted, fallbacks, fallbacksDisabled);
    var places = new OpenAiCall.Places(first, modelPlace, askForUsage, ours, othersStay);
    return new RequestReading.Understood(new OpenAiCall(wish, places, body));
  }

  private void readMembers() throws MalformedJson {
    int seen = 0;
    int key = cursor.nextKey(fields.keys());
    while (key != JsonCursor.END) {
      int keyStart = cursor.keyStart();
      if (key == JsonCursor.OTHER) {
        cursor.skip();
        othersStay = true;
      } else if ((seen & 1 << key) != 0) {
        String name = fields.name(key);
        complain(() -> Complaints.twice(name));
        cursor.skip();
      } else {
        seen |= 1 << key;
        readField(key, keyStart);
      }
      key = cursor.nextKey(fields.keys());
    }
    if ((seen & 1 << RequestFields.PAYLOAD) == 0) {
      complain(() -> Complaints.missing(fields.name(RequestFields.PAYLOAD), fields.payloadRule()));
    }
  }

  private void readField(int key, int keyStart) throws MalformedJson {
    switch (key) {
      case RequestFields.MODEL -> readModel();
      case RequestFields.PAYLOAD -> readPayload();
      case RequestFields.STREAM -> streamed = readFlag(fields.name(key));
      case RequestFields.STREAM_OPTIONS -> readStreamOptions();
      case RequestFields.FALLBACKS -> readFallbacks();
      case RequestFields.DISABLE_FALLBACKS -> fallbacksDisabled = readFlag(fields.name(key));
      default -> throw new IllegalStateException("field " + key + " has no reader");
    }
    if (key == RequestFields.FALLBACKS || key == RequestFields.DISABLE_FALLBACKS) {
      ours.add(new Member(keyStart, cursor.position(), othersStay));
    } else {
      othersStay = true;
    }
  }

  private void readModel() throws MalformedJson {
    JsonKind kind = cursor.skip();
    modelPlace = new Place(cursor.start(), cursor.position());
    if (kind == JsonKind.STRING) {
      String name = name("model", "model");
      model = name.isEmpty() ? null : new ModelName(name);
    } else if (kind != JsonKind.NULL) {
      complain(() -> Complaints.type("model", "model", shown(kind), "a string"));
    }
  }

  private void readPayload() throws MalformedJson {
    String name = fields.name(RequestFields.PAYLOAD);
    JsonKind kind = cursor.peek();
    if (operation == Operation.CHAT && kind == JsonKind.ARRAY) {
      readMessages(name);
      return;
    }
    cursor.skip();
    boolean right =
        operation != Operation.CHAT && (kind == JsonKind.STRING || kind == JsonKind.ARRAY);
    if (!right) {
      // Its kind, not its value: that is the prompt.
      complain(() -> Complaints.type(name, name, kind.words(), fields.payloadRule()));
    }
  }

  private void readMessages(String name) throws MalformedJson {
    cursor.enterArray();
    int count = 0;
    for (; cursor.nextElement(); count++) {
      JsonKind kind = cursor.skip();
      if (kind != JsonKind.OBJECT) {
        int at = count;
        complain(() -> Complaints.type(name + "[" + at + "]", name, kind.words(), "an object"));
      }
    }
    if (count == 0) {
      complain(() -> Complaints.value(name, name, "an empty array", fields.payloadRule()));
    }
  }

  private boolean readFlag(String name) throws MalformedJson {
    JsonKind kind = cursor.skip();
    switch (kind) {
      case TRUE -> {
        return true;
      }
      case FALSE, NULL -> {}
      case OBJECT, ARRAY, STRING, NUMBER ->
          complain(() -> Complaints.type(name, name, shown(kind), "true, false or null"));
    }
    return false;
  }

  private void readStreamOptions() throws MalformedJson {
    JsonKind kind = cursor.peek();
    if (kind != JsonKind.OBJECT) {
      cursor.skip();
      askForUsage = new Change(cursor.start(), cursor.position(), "{\"include_usage\":true}");
      if (kind != JsonKind.NULL) {
        complain(
            () ->
                Complaints.type(
                    "stream_options", "stream_options", shown(kind), "an object or null"));
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
        complain(() -> Complaints.twice("stream_options.include_usage"));
      } else {
        usageWanted = readFlag("stream_options.include_usage");
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
        complain(() -> Complaints.type("fallbacks", "fallbacks", shown(kind), "an array"));
      }
      return;
    }
    cursor.enterArray();
    for (int index = 0; cursor.nextElement(); index++) {
      readFallback(index);
      if (fallbacks.size() > MOST_FALLBACKS) {
        String rule = "an array of at most " + MOST_FALLBACKS;
        complain(() -> Complaints.value("fallbacks", "fallbacks", "longer", rule));
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
          name = name("a name in fallbacks", "fallbacks");
        }
      }
    } else if (cursor.skip() == JsonKind.STRING) {
      name = name("a name in fallbacks", "fallbacks");
    }
    if (name.isEmpty()) {
      String rule = "a model's name or an object with one in \"model\"";
      complain(() -> Complaints.type("fallbacks[" + index + "]", "fallbacks", shown(kind), rule));
    } else {
      fallbacks.add(new ModelName(name));
    }
  }

  /** The string just passed, as a model's name; empty where it is none. */
  private String name(String thing, String param) {
    if (length() > LONGEST_NAME) {
      String rule = "at most " + LONGEST_NAME + " bytes long";
      complain(() -> Complaints.value(thing, param, shown(JsonKind.STRING), rule));
      return "";
    }
    return JsonText.decoded(body, cursor.start(), cursor.position());
  }

  /** The value just passed, in a sentence: itself where it is short enough, else its kind. */
  private String shown(JsonKind kind) {
    return switch (kind) {
      case STRING -> {
        String words = kind.words() + " of " + (length() - 2) + " bytes";
        yield length() > MOST_SHOWN ? words : JsonText.raw(body, cursor.start(), cursor.position());
      }
      case NUMBER -> {
        String words = kind.words() + " of " + length() + " digits";
        yield length() > MOST_SHOWN ? words : JsonText.raw(body, cursor.start(), cursor.position());
      }
      case OBJECT, ARRAY, TRUE, FALSE, NULL -> kind.words();
    };
  }

  private int length() {
    return cursor.position() - cursor.start();
  }

  /** Only the first is worded: a hostile body may give cause for millions. */
  private void complain(Supplier<RequestReading.Malformed> malformed) {
    if (complaint == null) {
      complaint = malformed.get();
    }
  }
}
