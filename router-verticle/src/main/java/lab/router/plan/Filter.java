package lab.router.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import lab.config.Capability;
import lab.router.choose.Option;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a capability, {@code min_model_size} and {@code min_context}. What is not known
 * passes, and a filter that would leave nobody is dropped.
 */
final class Filter {
  private Filter() {}

  /** One filter. */
  private record Least(String written, double least, ToDoubleFunction<Option> measure) {
    boolean excludes(Option option) {
      // Not a comparison the other way round: NaN is not known, and passes.
      return option.never() == null && measure.applyAsDouble(option) < least;
    }
  }

  /** The same options, those that a filter takes out marked with the reason. */
  static List<Option> of(@Nullable Capability capability, List<Option> options) {
    List<Option> left = options;
    if (capability != null) {
      for (Least least : all(capability)) {
        left = filtered(left, least);
      }
    }
    return left;
  }

  /** Which filters were dropped, for people. */
  static List<String> dropped(Capability capability, List<Option> filtered) {
    return all(capability).stream()
        .filter(least -> filtered.stream().anyMatch(least::excludes))
        .map(least -> least.written() + " dropped: nobody reaches it")
        .toList();
  }

  private static List<Least> all(Capability capability) {
    List<Least> all = new ArrayList<>(2);
    Double size = capability.leastSize();
    if (size != null) {
      String written = "min_model_size " + Billions.written(size) + "B";
      all.add(new Least(written, size, option -> option.nature().size()));
    }
    Integer context = capability.leastContext();
    if (context != null) {
      all.add(new Least("min_context " + context, context, Filter::context));
    }
    return all;
  }

  private static double context(Option option) {
    int context = option.nature().context();
    return context == 0 ? Double.NaN : context;
  }

  private static List<Option> filtered(List<Option> options, Least least) {
    List<Option> filtered = new ArrayList<>(options.size());
    boolean passes = false;
    for (Option option : options) {
      boolean out = least.excludes(option);
      passes |= option.never() == null && !out;
      filtered.add(out ? without(option, "below " + least.written()) : option);
    }
    return passes ? filtered : options;
  }

  private static Option without(Option option, String why) {
    return new Option(
        option.candidate(), option.known(), option.nature(), option.part(), option.tier(), why);
  }
}
