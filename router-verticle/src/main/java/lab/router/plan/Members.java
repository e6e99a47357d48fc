package lab.router.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import lab.config.Balancing;
import lab.config.Balancing.Share;
import lab.config.Capability;
import lab.config.ExactMatch;
import lab.config.ExactMatch.Portion;
import lab.config.ExactMatch.Target;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.Stage;
import lab.router.choose.Part;
import lab.router.live.LiveLists;
import lab.router.plan.Match.By;
import lab.router.plan.Match.Choice;
import org.jspecify.annotations.Nullable;

/**
 * Spells out whom a rule that names several means.
 *
 * @param plan the rules
 * @param lists what polls found
 */
record Members(Plan plan, LiveLists lists) {

  /**
   * The servers of an exact name or a wildcard.
   *
   * @param star what a wildcard's star stands for, or null where the name is no wildcard
   */
  List<Choice> targets(List<Target> targets, ModelName asked, @Nullable String star) {
    Function<Portion, @Nullable Number> share = share(targets);
    List<Choice> choices = new ArrayList<>(targets.size());
    for (Target target : targets) {
      Portion portion = target.portion();
      Number weight = share.apply(portion);
      String provider = target.provider().value();
      Part part =
          new Part(
              provider,
              provider + " " + target.backendModel(),
              weight == null ? 0 : weight.doubleValue(),
              portion.order(),
              portion.parallel(),
              null,
              portion.tags());
      ModelName given = given(target.backendModel(), star);
      choices.add(new Choice(plan.backend(target.provider()), asked, given, By.MODEL, part));
    }
    return choices;
  }

  /** The first of weight, rpm and tpm that somebody states; those who do not then get nothing. */
  private static Function<Portion, @Nullable Number> share(List<Target> targets) {
    List<Function<Portion, @Nullable Number>> measures =
        List.of(Portion::weight, Portion::rpm, Portion::tpm);
    for (Function<Portion, @Nullable Number> measure : measures) {
      if (targets.stream().anyMatch(target -> measure.apply(target.portion()) != null)) {
        return measure;
      }
    }
    return portion -> 1;
  }

  private static @Nullable ModelName given(
      @Nullable ModelName backendModel, @Nullable String star) {
    return backendModel == null || star == null
        ? backendModel
        : new ModelName(backendModel.value().replace("*", star));
  }

  /**
   * Those who take part in a balancing entry.
   *
   * @param match what matched the name itself, or null where the name is only balanced
   */
  Match balancing(Balancing entry, ModelName asked, @Nullable Match match) {
    List<Choice> choices = new ArrayList<>(entry.shares().size());
    for (Share share : entry.shares()) {
      String provider = share.provider().value();
      Part part =
          new Part(
              provider,
              provider + " " + share.preferredModel(),
              share.weight(),
              1,
              null,
              share.condition(),
              List.of());
      ModelName given = given(share, asked, match == null ? null : match.capability());
      choices.add(new Choice(plan.backend(share.provider()), asked, given, By.PROVIDER, part));
    }
    return new Match(
        Stage.BALANCING,
        entry.name().value(),
        entry.at(),
        choices,
        entry.choosing(),
        "load_balancing " + entry.name(),
        match == null ? null : match.fallback(),
        match == null ? null : match.capability(),
        entry);
  }

  /**
   * The model that a share states; else the one that the exact match of the name states, or the
   * first of the capability's that the provider has.
   */
  private @Nullable ModelName given(Share share, ModelName asked, @Nullable Capability capability) {
    ModelName preferred = share.preferredModel();
    ModelName stated = stated(share.provider(), preferred == null ? asked : preferred);
    if (stated != null || preferred != null || capability == null) {
      return stated == null ? preferred : stated;
    }
    return names(capability).stream()
        .map(ModelName::new)
        .map(name -> had(share.provider(), plan.meant(name)))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private @Nullable ModelName had(ProviderName provider, ModelName name) {
    ModelName stated = stated(provider, name);
    return stated == null && plan.backend(provider).lists(name, lists) ? name : stated;
  }

  /** What the exact match of a name says that a provider is asked for, or null. */
  private @Nullable ModelName stated(ProviderName provider, ModelName name) {
    ExactMatch exact = plan.exact(name);
    return exact == null
        ? null
        : exact.targets().stream()
            .filter(target -> target.provider().equals(provider))
            .map(Target::backendModel)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  /**
   * Those whom a capability names, each as often as its name has servers.
   *
   * @param models whom the name of a model means
   */
  Match capability(Capability capability, Function<ModelName, Match> models) {
    ModelName asked = new ModelName(capability.name());
    List<Choice> choices = new ArrayList<>();
    for (String name : names(capability)) {
      choices.addAll(named(name, asked, models));
    }
    return new Match(
        Stage.CAPABILITY,
        capability.name(),
        capability.at(),
        choices,
        capability.choosing(),
        "capability " + capability.name(),
        capability.fallback(),
        capability,
        null);
  }

  /** Of models and providers, in the order in which a capability prefers them. */
  private static Set<String> names(Capability capability) {
    Set<String> names = new LinkedHashSet<>(capability.preferred());
    names.addAll(new TreeMap<>(capability.byComplexity()).descendingMap().values());
    names.addAll(new TreeMap<>(capability.byContext()).descendingMap().values());
    if (capability.provider() != null) {
      names.add(capability.provider().value());
    }
    return names;
  }

  private List<Choice> named(String name, ModelName asked, Function<ModelName, Match> models) {
    Backend backend = plan.providerNamed(name);
    if (backend != null) {
      return List.of(new Choice(backend, asked, null, By.PROVIDER, Part.named(name)));
    }
    List<Choice> choices = new ArrayList<>();
    List<Choice> servers = new ArrayList<>(models.apply(new ModelName(name)).choices());
    // Which server of a model comes first is the model's affair, which model the capability's.
    servers.sort(Comparator.comparingInt(server -> server.part().order()));
    for (Choice choice : servers) {
      Part part = choice.part();
      choices.add(
          new Choice(
              choice.backend(),
              choice.asked(),
              choice.given(),
              choice.named(),
              new Part(
                  name,
                  name + " " + part.seat(),
                  1.0 / servers.size(),
                  1,
                  part.parallel(),
                  null,
                  part.tags())));
    }
    return choices;
  }
}
