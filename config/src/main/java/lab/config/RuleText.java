package lab.config;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lab.config.condition.Condition;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * Rules one after the other, as a text that is the same in every node that has them. Where they
 * stand in their files is not in it.
 */
final class RuleText {
  private final StringBuilder text = new StringBuilder();

  void add(@Nullable Object value) {
    switch (value) {
      case null -> text.append('-');
      case SourceRef place -> {} // A rule that moved is the same rule.
      case Condition condition -> add(condition.written());
      case Record record -> addRecord(record);
      case Map<?, ?> map -> {
        // By key: copies of maps have another order in every JVM.
        TreeMap<String, Object> sorted = new TreeMap<>();
        map.forEach((key, held) -> sorted.put(key.toString(), held));
        sorted.forEach((key, held) -> addAll(List.of(key, held)));
      }
      case Set<?> set -> addAll(set.stream().map(Object::toString).sorted().toList());
      case Collection<?> list -> addAll(list);
      default -> {
        String plain = value.toString();
        text.append(plain.length()).append(':').append(plain);
      }
    }
  }

  private void addAll(Collection<?> all) {
    text.append('(');
    all.forEach(this::add);
    text.append(')');
  }

  private void addRecord(Record record) {
    text.append(record.getClass().getSimpleName()).append('{');
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        add(component.getAccessor().invoke(record));
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    text.append('}');
  }

  /** The SHA-256 of it, in hexadecimal. */
  String digest() {
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
