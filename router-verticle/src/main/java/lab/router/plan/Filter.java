package lab.router.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import lab.config.Capability;
import lab.router.choose.Option;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a capability, {@code min_model_size} and {@code min_context}. What is not known
 * passes, and a filter that would leave nobody is dropped.
 */
final class Filter {
  private Filter() {}

  /** The same options, those that a filter takes out marked with the reason. */
  static List<Option> of(@Nullable Capability capability, List<Option> options) {
    if (capability == null) {
      return options;
    }
    List<Option> left = options;
    Double size = capability.leastSize();
    if (size != null) {
      left = filtered(left, one -> smaller(one.nature().size(), size, "min_model_size %sB"));
    }
    Integer context = capability.leastContext();
    if (context != null) {
      left = filtered(left, one -> smaller(context(one), context, "min_context %s"));
    }
    return left;
  }

  private static double context(Option option) {
    int context = option.nature().context();
    return context == 0 ? Double.NaN : context;
  }

  private static @Nullable String smaller(double known, double least, String filter) {
    // Not a comparison the other way round: NaN is not known, and passes.
    return known < least
        ? String.format(Locale.ROOT, "below " + filter, Billions.written(least))
        : null;
  }

  private static List<Option> filtered(
      List<Option> options, Function<Option, @Nullable String> filter) {
    List<Option> filtered = new ArrayList<>(options.size());
    boolean passes = false;
    for (Option option : options) {
      String why = option.never() == null ? filter.apply(option) : null;
      passes |= option.never() == null && why == null;
      filtered.add(
          why == null
              ? option
              : new Option(
                  option.candidate(),
                  option.known(),
                  option.nature(),
                  option.part(),
                  option.tier(),
                  why));
    }
    return passes ? filtered : options;
  }
}
