package lab.metrics;

import java.util.List;

/**
 * One metric of the documentation: what dashboards and alerts may rely on.
 *
 * @param name as a query writes it: that of a counter ends in {@code _total}, that of a histogram
 *     has no {@code _bucket}
 * @param kind what its numbers mean
 * @param unit of one value; empty for a plain number
 * @param labels in the order in which values are given
 * @param help one sentence for people
 * @param source who counts it
 */
record Family(
    String name, Kind kind, String unit, List<String> labels, String help, Source source) {

  /** What numbers mean. */
  enum Kind {
    /** It only grows, from the start of the node. */
    COUNTER,
    /** It is what it is at the moment of the scrape. */
    GAUGE,
    /** Counts by size, with their sum. */
    HISTOGRAM,
    /** Always 1; what it tells is in its labels. */
    INFO
  }

  /** Where the numbers are from. */
  enum Source {
    /** This program. */
    OWN,
    /** This program; the same value as a counter's, under a name that no counter can have. */
    ALIAS,
    /**
     * Micrometer's binders of the JVM and of Vert.x: whether it is there depends on the machine.
     */
    PLATFORM
  }

  Family {
    labels = List.copyOf(labels);
    if ((kind == Kind.COUNTER) != name.endsWith("_total")) {
      throw new IllegalArgumentException(name + " is a " + kind + "; only counters end in _total");
    }
  }

  static Family counter(String name, String help, String... labels) {
    return new Family(name, Kind.COUNTER, "", List.of(labels), help, Source.OWN);
  }

  static Family gauge(String name, String unit, String help, String... labels) {
    return new Family(name, Kind.GAUGE, unit, List.of(labels), help, Source.OWN);
  }

  static Family seconds(String name, String help, String... labels) {
    return new Family(name, Kind.HISTOGRAM, "seconds", List.of(labels), help, Source.OWN);
  }

  static Family platform(String name, Kind kind, String unit, String help, String... labels) {
    return new Family(name, kind, unit, List.of(labels), help, Source.PLATFORM);
  }

  /** The gauge of the text format that shows this counter under another name. */
  Family alias(String other) {
    return new Family(
        other,
        Kind.GAUGE,
        unit,
        labels,
        "The same as `" + name + "`, text format only",
        Source.ALIAS);
  }

  /** The same with a unit. */
  Family in(String newUnit) {
    return new Family(name, kind, newUnit, labels, help, source);
  }

  /** The name without the ending that its kind has, as Prometheus' library wants it. */
  String base() {
    return switch (kind) {
      case COUNTER -> name.substring(0, name.length() - "_total".length());
      case INFO -> name.substring(0, name.length() - "_info".length());
      case GAUGE, HISTOGRAM -> name;
    };
  }
}
