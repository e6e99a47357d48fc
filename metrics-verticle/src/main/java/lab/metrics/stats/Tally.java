package lab.metrics.stats;

import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import lab.contract.CallFinished.Stats.Count;
import lab.contract.Usage;
import org.jspecify.annotations.Nullable;

/** Sums and durations that belong together. Not safe on several threads. */
final class Tally {
  private static final Sum[] SUMS = Sum.values();

  private final long[] sums = new long[SUMS.length];
  private final Durations took;
  private final Durations firstContent;

  private Tally(Durations took, Durations firstContent) {
    this.took = took;
    this.firstContent = firstContent;
  }

  /** For one slice of one node. */
  static Tally ofSlice() {
    return new Tally(Durations.ofSlice(), Durations.ofSlice());
  }

  /** For what many have counted. */
  static Tally ofMany() {
    return new Tally(Durations.ofMany(), Durations.ofMany());
  }

  void add(Sum sum, long amount) {
    sums[place(sum)] += amount;
  }

  /** Something ended after so long. */
  void ended(Duration time, @Nullable Duration toFirstContent, Usage usage) {
    add(Sum.ENDED, 1);
    took.add(time);
    if (toFirstContent != null) {
      firstContent.add(toFirstContent);
    }
    add(Sum.PROMPT_TOKENS, usage.promptTokens());
    add(Sum.COMPLETION_TOKENS, usage.completionTokens());
  }

  long get(Sum sum) {
    return sums[place(sum)];
  }

  /** How long they took from beginning to end. */
  Durations took() {
    return took;
  }

  /** How long their first content took. */
  Durations firstContent() {
    return firstContent;
  }

  @SuppressWarnings("EnumOrdinal") // A place in an array that never leaves the process.
  private static int place(Sum sum) {
    return sum.ordinal();
  }

  boolean isEmpty() {
    return Arrays.stream(sums).allMatch(sum -> sum == 0);
  }

  void clear() {
    Arrays.fill(sums, 0);
    took.clear();
    firstContent.clear();
  }

  /** What a slice held, in few bytes. Never changed. */
  static final class Packed {
    private final long[] sums;
    private final byte[] took;
    private final byte[] firstContent;

    private Packed(Tally tally) {
      sums = tally.sums.clone();
      took = tally.took.packed();
      firstContent = tally.firstContent.packed();
    }

    /** Bytes of all of it but the objects themselves. */
    int bytes() {
      return sums.length * Long.BYTES + took.length + firstContent.length;
    }
  }

  Packed packed() {
    return new Packed(this);
  }

  void add(Packed packed) {
    for (Sum sum : SUMS) {
      add(sum, packed.sums[place(sum)]);
    }
    took.add(packed.took);
    firstContent.add(packed.firstContent);
  }

  /** Adds what a node tells. Sums that only a newer node knows are left out. */
  void add(Count told) {
    for (Sum sum : SUMS) {
      add(sum, told.sums().getOrDefault(sum.label(), 0L));
    }
    took.add(Base64.getDecoder().decode(told.took()));
    firstContent.add(Base64.getDecoder().decode(told.firstContent()));
  }

  /** All of it as it is told to other nodes. */
  Count told(String subject, String name, int minutes, long millis) {
    Map<String, Long> some = new LinkedHashMap<>();
    for (Sum sum : SUMS) {
      if (get(sum) != 0) {
        some.put(sum.label(), get(sum));
      }
    }
    return new Count(subject, name, minutes, millis, some, text(took), text(firstContent));
  }

  private static String text(Durations durations) {
    return Base64.getEncoder().encodeToString(durations.packed());
  }
}
