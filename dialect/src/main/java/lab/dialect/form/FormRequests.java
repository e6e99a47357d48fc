package lab.dialect.form;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.dialect.RequestReading;
import org.jspecify.annotations.Nullable;

/** Reads requests that come as forms. */
public final class FormRequests {
  private static final String TYPE = "multipart/form-data";
  private static final String MODEL = "model";

  /** Bytes of a model's name: it goes into headers, logs and look-ups. */
  private static final int LONGEST_NAME = 1024;

  private FormRequests() {}

  /** Whether a body of this type is a form. */
  public static boolean isForm(@Nullable String contentType) {
    return contentType != null
        && contentType.regionMatches(true, 0, TYPE, 0, TYPE.length())
        && (contentType.length() == TYPE.length()
            || "; \t".indexOf(contentType.charAt(TYPE.length())) >= 0);
  }

  /**
   * Reads one form: its parts are found, and the model's name in them. Never throws.
   *
   * @param operation what its path asks for
   * @param contentType the header, for which {@link #isForm} holds
   * @param body kept by the call that comes of it, so nobody may change it
   */
  public static RequestReading read(Operation operation, String contentType, byte[] body) {
    String boundary = Parameters.of(contentType).get("boundary");
    if (boundary == null || boundary.isEmpty() || boundary.length() > FormScan.LONGEST_BOUNDARY) {
      return malformed(
          "its Content-Type has no boundary of 1 to " + FormScan.LONGEST_BOUNDARY + " characters");
    }
    try {
      return call(operation, contentType, boundary, body);
    } catch (MalformedForm malformed) {
      return malformed(String.valueOf(malformed.getMessage()));
    }
  }

  private static RequestReading call(
      Operation operation, String contentType, String boundary, byte[] body) throws MalformedForm {
    FormScan scan = new FormScan(body, boundary);
    int first = scan.first();
    FormScan.Part named = null;
    for (FormScan.Part part = scan.next(); part != null; part = scan.next()) {
      if (part.name().equals(MODEL)) {
        if (named != null) {
          return new RequestReading.Malformed(
              "the field model is given twice; it must be there once", MODEL, "duplicate_key");
        }
        named = part;
      }
    }
    if (named != null && named.end() - named.start() > LONGEST_NAME) {
      return new RequestReading.Malformed(
          "the field model has %d bytes; it must have at most %d"
              .formatted(named.end() - named.start(), LONGEST_NAME),
          MODEL,
          "invalid_value");
    }
    String name = named == null ? "" : text(body, named).strip();
    ModelName model = name.isEmpty() ? null : new ModelName(name);
    FormCall.Frame frame = new FormCall.Frame(contentType, boundary, first);
    return new RequestReading.Understood(new FormCall(operation, body, frame, named, model));
  }

  private static String text(byte[] body, FormScan.Part part) {
    return new String(body, part.start(), part.end() - part.start(), StandardCharsets.UTF_8);
  }

  private static RequestReading malformed(String why) {
    return new RequestReading.Malformed(
        String.format(Locale.ROOT, "the body is not valid %s: %s", TYPE, why),
        null,
        "invalid_form");
  }
}
