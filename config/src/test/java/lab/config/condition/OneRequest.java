package lab.config.condition;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The facts of a request that a test makes up; what it does not say is not known. */
final class OneRequest implements Facts {
  private final Map<Fact, Object> known = new EnumMap<>(Fact.class);
  private final Map<String, String> headers = new HashMap<>();
  private final Map<String, String> metadata = new HashMap<>();

  OneRequest with(Fact fact, Object value) {
    known.put(fact, value);
    return this;
  }

  OneRequest header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  OneRequest metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  @Override
  public double number(Fact fact) {
    return known.get(fact) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  @Override
  public boolean flag(Fact fact) {
    return Boolean.TRUE.equals(known.get(fact));
  }

  @Override
  public @Nullable String text(Fact fact) {
    Object value = known.get(fact);
    return value == null ? null : Objects.toString(value);
  }

  @Override
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  @Override
  public @Nullable String metadata(String key) {
    return metadata.get(key);
  }
}
