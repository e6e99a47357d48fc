package lab.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lab.config.Configuration;
import lab.config.Finding;
import lab.config.Loading;
import lab.config.ProviderStatus;
import lab.config.Settings;
import lab.contract.ProviderName;
import lab.contract.Reload;

/**
 * Makes ready for configurations: checks them as a whole and compiles them, by this node's own
 * environment. Blocks; any thread but an event loop.
 *
 * @param folder whose environment counts
 * @param mostInFlight bytes of all bodies together that the node holds at a time
 * @param reached whether others than this machine reach the node, and only keys protect it
 */
record Maker(ConfigFolder folder, long mostInFlight, boolean reached) {

  /** Makes ready for one. */
  Made make(Reload.Content content) {
    return switch (folder.meaning(content.files())) {
      case Loading.Valid(Configuration configuration, List<Finding> findings) ->
          compiled(content, configuration);
      case Loading.Invalid(List<Finding> findings) -> new Made.Bad(refused(findings));
      case Loading.Unreadable(String because, List<Finding> findings) ->
          new Made.Bad(new Outcome.Refused(because, findings, false));
    };
  }

  private Made compiled(Reload.Content content, Configuration configuration) {
    Settings settings = configuration.settings();
    if (reached && !settings.access().needsKey() && !settings.allowUnauthenticated()) {
      return new Made.Bad(
          new Outcome.Refused(
              "others can reach this node, and without its last key nothing would protect it: keep"
                  + " a key, or say general_settings.allow_unauthenticated: true"));
    }
    try {
      Configuration meant = configuration.withStatuses(statuses(content.statuses()));
      return new Made.Good(content, Bundle.of(meant, mostInFlight));
    } catch (IllegalArgumentException impossible) {
      return new Made.Bad(new Outcome.Refused(String.valueOf(impossible.getMessage())));
    }
  }

  /** Why files with these findings can not be used. */
  static Outcome.Refused refused(List<Finding> findings) {
    List<Finding> errors =
        findings.stream().filter(one -> one.severity() == Finding.Severity.ERROR).toList();
    String because =
        errors.isEmpty()
            ? "the files can not be used"
            : "the files have %d error%s, the first: %s"
                .formatted(errors.size(), errors.size() == 1 ? "" : "s", errors.getFirst());
    return new Outcome.Refused(because, errors, false);
  }

  /** What operators said of providers, as far as this version understands it. */
  static Map<ProviderName, ProviderStatus> statuses(Map<String, String> said) {
    Map<ProviderName, ProviderStatus> statuses = new HashMap<>();
    said.forEach(
        (name, word) ->
            status(word).ifPresent(status -> statuses.put(new ProviderName(name), status)));
    return statuses;
  }

  /** The status that an operator may give. */
  static Optional<ProviderStatus> status(String word) {
    return switch (word) {
      case "active" -> Optional.of(ProviderStatus.ACTIVE);
      case "disabled" -> Optional.of(ProviderStatus.DISABLED);
      default -> Optional.empty();
    };
  }
}
