package lab.router.explain;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lab.config.Choices;
import lab.config.Configuration;
import lab.config.MetadataRule;
import lab.config.SpecialCases;
import lab.config.SpecialCases.Errors;

/** What holds of a configuration's routes beside the table of its names, one line each. */
final class Remarks {
  private Remarks() {}

  static List<String> of(Configuration configuration) {
    Choices choices = configuration.choices();
    List<String> remarks = new ArrayList<>();
    remarks.add("* stands for any name; each row is a short request while all are well and idle");
    remarks.add(
        "a name that only a live list has, or the same family under another tag, goes to whom"
            + " polls found with it, before sizes and default_provider");
    choices.metadataRules().forEach(rule -> remarks.add(told(rule)));
    addTies(choices.special(), remarks);
    addRests(choices.special(), remarks);
    if (!choices.preCallChecks()) {
      remarks.add("enable_pre_call_checks is off: context, health and load leave nobody out");
    }
    return remarks;
  }

  private static String told(MetadataRule rule) {
    String effect =
        rule.condition().readsRequest()
            ? "first where it is an attempt already; in the default stage always"
            : "first on ties; in the default stage where it is an attempt already";
    return "%s, %s: %s %s (%s)"
        .formatted(rule.name(), rule.condition().written(), rule.provider(), effect, rule.at());
  }

  private static void addTies(SpecialCases special, List<String> remarks) {
    if (special.preferWarm()) {
      remarks.add("on ties, or where nothing is known, who has the model loaded comes first");
    }
    if (special.preferLocal()) {
      remarks.add("on ties, loopback and private addresses come first");
    }
  }

  private static void addRests(SpecialCases special, List<String> remarks) {
    Duration rest = special.rateLimited();
    remarks.add(
        rest.isZero()
            ? "a rate limit leads to no rest"
            : "after a rate limit a model rests as long as its provider says, else "
                + seconds(rest));
    Errors errors = special.errors();
    remarks.add(
        errors.enabled()
            ? String.format(
                Locale.ROOT,
                "it rests %s once %d attempts failed within %s, and %.0f %% of all",
                seconds(errors.cooldown()),
                errors.threshold(),
                seconds(errors.window()),
                errors.share() * 100)
            : "errors lead to no rest");
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
