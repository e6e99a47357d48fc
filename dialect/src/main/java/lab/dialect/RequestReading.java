package lab.dialect;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What came of reading a request body. */
public sealed interface RequestReading {

  /** It can be served. */
  record Understood(InferenceCall call) implements RequestReading {}

  /** It goes on from something that is kept, and can only be read together with that. */
  final class GoesOn implements RequestReading {
    private final String id;
    private final Function<byte @Nullable [], RequestReading> reading;

    /**
     * @param id under which it is kept; the client's word, of any length
     * @param reading reads the body, by what is kept or by null
     */
    public GoesOn(String id, Function<byte @Nullable [], RequestReading> reading) {
      this.id = id;
      this.reading = reading;
    }

    /** Under which it is kept; any text. */
    public String id() {
      return id;
    }

    /**
     * Reads the body. Never throws.
     *
     * @param kept what it goes on from, or null where that is not kept
     */
    public RequestReading with(byte @Nullable [] kept) {
      return reading.apply(kept);
    }
  }

  /**
   * It can not, and the client is told why with status 400.
   *
   * @param message names the thing, the value and the rule
   * @param param the field it is about, or null
   * @param code a stable code such as {@code invalid_json}, {@code invalid_type}
   */
  record Malformed(String message, @Nullable String param, String code) implements RequestReading {}
}
