package lab.contract.bus;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import lab.contract.BusMessage;
import lab.contract.FailureKind;
import lab.contract.Heartbeat.Phase;
import lab.contract.Role;
import org.jspecify.annotations.Nullable;

/**
 * How one record type travels: itself on its own node, as length-prefixed JSON between nodes. The
 * name on the wire is versioned and is not a class name, so that code can move while a cluster is
 * updated; unknown fields are ignored, so that fields can be added, and so are some unknown words,
 * see {@link NewerWords}.
 */
final class RecordCodec<T extends BusMessage> implements MessageCodec<T, T> {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addHandler(new NewerWords())
          .build();

  /** Fields that name the node whose message it is. */
  private static final List<String> SENDERS = List.of("node", "by");

  private final Class<T> type;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  RecordCodec(Class<T> type) {
    this.type = type;
    this.reader = JSON.readerFor(type);
    this.writer = JSON.writerFor(type);
  }

  static void registerAll(EventBus wire) {
    leaves(BusMessage.class).forEach(leaf -> register(wire, leaf));
  }

  private static <T extends BusMessage> void register(EventBus wire, Class<T> leaf) {
    wire.registerDefaultCodec(leaf, new RecordCodec<>(leaf));
  }

  /** Every record below the sealed root: codecs match the exact runtime class. */
  static List<Class<? extends BusMessage>> leaves(Class<? extends BusMessage> root) {
    if (!root.isSealed()) {
      return List.of(root);
    }
    List<Class<? extends BusMessage>> found = new ArrayList<>();
    for (Class<?> permitted : root.getPermittedSubclasses()) {
      found.addAll(leaves(permitted.asSubclass(BusMessage.class)));
    }
    return found;
  }

  @Override
  public void encodeToWire(Buffer buffer, T message) {
    try {
      byte[] json = writer.writeValueAsBytes(message);
      buffer.appendInt(json.length).appendBytes(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    byte[] json = json(position, buffer);
    try {
      return reader.readValue(json);
    } catch (IOException unreadable) {
      throw new UnreadableMessage(name(), sender(json), rule(unreadable));
    }
  }

  private byte[] json(int position, Buffer buffer) {
    int start = position + Integer.BYTES;
    int length = start > buffer.length() ? -1 : buffer.getInt(position);
    if (length < 0 || length > buffer.length() - start) {
      throw new UnreadableMessage(name(), null, "it is not as long as it says");
    }
    return buffer.getBytes(start, start + length);
  }

  /** What was broken, without a word of the message itself. */
  private static String rule(IOException unreadable) {
    return unreadable instanceof JsonMappingException wrong && !wrong.getPath().isEmpty()
        ? wrong.getPath().getFirst().getFieldName() + " is not what this version knows"
        : "it is not the JSON of such a message";
  }

  /** The node that a message says it is of; null where it does not, or is no JSON. */
  private static @Nullable String sender(byte[] json) {
    try {
      JsonNode message = JSON.readTree(json);
      return SENDERS.stream()
          .map(message::path)
          .filter(JsonNode::isTextual)
          .map(node -> node.textValue().replaceAll("\\p{Cntrl}", "?"))
          .findFirst()
          .orElse(null);
    } catch (IOException noJson) {
      return null;
    }
  }

  @Override
  public T transform(T message) {
    return message;
  }

  @Override
  public String name() {
    Class<?> outer = type.getEnclosingClass();
    return "v1." + (outer == null ? "" : outer.getSimpleName() + ".") + type.getSimpleName();
  }

  @Override
  public byte systemCodecID() {
    return -1; // Ours, not one of Vert.x's own.
  }

  /**
   * Words that only a newer node knows, in messages of which the rest is of use: a digest is not
   * lost for one new kind of failure, nor a heartbeat for one new role. All other strange words
   * make a message unreadable.
   */
  private static final class NewerWords extends DeserializationProblemHandler {
    /** A count of something strange counts nothing: it has no key, and messages leave it out. */
    @Override
    public @Nullable Object handleWeirdKey(
        DeserializationContext context, Class<?> type, String word, @Nullable String because) {
      return type == FailureKind.class ? null : NOT_HANDLED;
    }

    /**
     * A strange failure is the provider's; who does something strange takes nothing over; a strange
     * role is none, and messages leave it out.
     */
    @Override
    public @Nullable Object handleWeirdStringValue(
        DeserializationContext context, Class<?> type, String word, @Nullable String because) {
      if (type == FailureKind.class) {
        return FailureKind.SERVER;
      }
      if (type == Phase.class) {
        return Phase.JOINING;
      }
      return type == Role.class ? null : NOT_HANDLED;
    }
  }
}
