package lab.metrics;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The series of a node's own metrics: each is asked for once and kept by whoever counts, so that
 * counting is an addition and no look-up. Any thread.
 */
final class Book {
  private final Map<Family, SortedMap<String, Count>> counts = byName();
  private final Map<Family, SortedMap<String, Histogram>> histograms = byName();
  private final Map<Family, List<Consumer<Points>>> shown = byName();
  private final List<Consumer<SeriesText>> looks = new CopyOnWriteArrayList<>();
  private final AtomicInteger series = new AtomicInteger();
  private final int most;
  private final Count refused;

  /** Takes values that are looked up at a scrape. */
  interface Points {
    /** One value; its labels in the order of the family. */
    void add(double value, String... labels);
  }

  /**
   * @param most series after which {@link #admits} says no
   */
  Book(int most) {
    this.most = most;
    this.refused = count(NodeFamilies.REFUSED);
  }

  private static <V> Map<Family, V> byName() {
    return new ConcurrentSkipListMap<>(Comparator.comparing(Family::name));
  }

  /** The counter with these values of its labels; the same at each call. */
  Count count(Family family, String... labels) {
    return series(counts, family, LabelText.of(family, labels), Count::new, 1);
  }

  /** The histogram with these values of its labels; the same at each call. */
  Histogram histogram(Family family, String... labels) {
    String text = LabelText.of(family, labels);
    return series(histograms, family, text, Histogram::new, Histogram.LINES);
  }

  private <T> T series(
      Map<Family, SortedMap<String, T>> all,
      Family family,
      String labels,
      Supplier<T> made,
      int lines) {
    SortedMap<String, T> ofFamily =
        all.computeIfAbsent(family, any -> new ConcurrentSkipListMap<>());
    T known = ofFamily.get(labels);
    if (known != null) {
      return known;
    }
    T added = made.get();
    T before = ofFamily.putIfAbsent(labels, added);
    if (before != null) {
      return before;
    }
    int unused = series.addAndGet(lines);
    return added;
  }

  /** Shows a value that somebody else knows. */
  void show(Family family, DoubleSupplier value, String... labels) {
    show(family, points -> points.add(value.getAsDouble(), labels));
  }

  /** Shows values that somebody else knows. */
  void show(Family family, Consumer<Points> values) {
    boolean unused = shown.computeIfAbsent(family, any -> new CopyOnWriteArrayList<>()).add(values);
  }

  /**
   * Shows values of several families that one look tells.
   *
   * @param look is taken once in a scrape
   * @param values what of it each family shows
   */
  <T> void show(Supplier<T> look, Map<Family, BiConsumer<T, Points>> values) {
    boolean unused =
        looks.add(
            to -> {
              T seen = look.get();
              values.forEach((family, some) -> some.accept(seen, points(to, family)));
            });
  }

  /** Whether more series may be made of what need not have its own; a no is counted. */
  boolean admits() {
    if (series.get() < most) {
      return true;
    }
    refused.increment();
    return false;
  }

  /** Series that are counted here. */
  int size() {
    return series.get();
  }

  /** Writes all of them; those of a family stand together, sorted where they are counted here. */
  void write(SeriesText to) {
    counts.forEach((family, some) -> counters(to, family, some));
    histograms.forEach(
        (family, some) -> {
          to.head(family);
          some.forEach((labels, one) -> one.write(to, family, labels));
        });
    shown.forEach(
        (family, some) -> {
          Points points = points(to, family);
          some.forEach(values -> values.accept(points));
        });
    looks.forEach(look -> look.accept(to));
  }

  /** Writes counters once more, as gauges under names that no counter can have. */
  void writeAliases(SeriesText to, Map<Family, Family> originals) {
    originals.forEach(
        (alias, original) ->
            counters(to, alias, counts.getOrDefault(original, Collections.emptySortedMap())));
  }

  private static void counters(SeriesText to, Family family, SortedMap<String, Count> some) {
    to.head(family);
    some.forEach((labels, one) -> to.line(family, labels, one.value()));
  }

  private static Points points(SeriesText to, Family family) {
    to.head(family);
    return (value, labels) -> to.line(family, LabelText.of(family, labels), value);
  }
}
