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
 * That part of a configuration that decides who serves a request, as one digest: rules, names and
 * who has which models. Times, limits, prices, addresses, keys and the places of rules in their
 * files are not in it, so that it is the same in every node that routes alike.
 */
public final class RoutingDigest {
  private final StringBuilder text = new StringBuilder();

  private RoutingDigest() {}

  /** In hexadecimal. */
  public static String of(Configuration configuration) {
    RoutingDigest digest = new RoutingDigest();
    digest.add(configuration.exact());
    digest.add(configuration.patterns());
    digest.add(configuration.chains());
    digest.add(configuration.defaultChain());
    digest.add(configuration.defaults());
    digest.add(configuration.choices());
    for (Provider provider : configuration.providers().values()) {
      digest.add(provider.name());
      digest.add(provider.status());
      digest.add(provider.models().stream().map(ModelEntry::name).toList());
    }
    return digest.hex();
  }

  private void add(@Nullable Object value) {
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

  private String hex() {
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
