package lab.config;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names that one entry uses of another; checked when all files are read. To read a name is to note
 * it, so an answer may be left unused.
 */
final class References {
  /** Finding what was meant costs time; nobody reads more of it than this. */
  private static final int MOST_HINTS = 100;

  /** Whose name is meant. */
  private enum Kind {
    PROVIDER,
    ANYONE,
    /** What a client may ask for: anyone, or a name that a pattern takes. */
    ASKED,
    /** A model that a provider may have though no file lists it. */
    LIKELY_MODEL
  }

  private record Use(YamlValue at, String name, Kind kind) {}

  private final List<Use> uses = new ArrayList<>();
  private int hints;

  /** Reads the name of a provider, or null where the key is absent or no text. */
  @CanIgnoreReturnValue
  @Nullable String provider(YamlMap map, String key) {
    YamlValue value = map.value(key);
    String name = value == null ? null : value.text();
    if (value != null && name != null) {
      uses.add(new Use(value, name, Kind.PROVIDER));
    }
    return name;
  }

  /** Notes the name of a provider that is part of a value. */
  void provider(YamlValue value, String name) {
    uses.add(new Use(value, name, Kind.PROVIDER));
  }

  /** Reads the name of a provider that must be there. */
  @CanIgnoreReturnValue
  @Nullable String neededProvider(YamlMap map) {
    if (!map.has("provider")) {
      map.error("provider", "is missing");
    }
    return provider(map, "provider");
  }

  /** Reads the name of a model or a provider, or null where the key is absent or no text. */
  @CanIgnoreReturnValue
  @Nullable String anyone(YamlMap map, String key) {
    YamlValue value = map.value(key);
    return value == null ? null : anyone(value);
  }

  /** Reads the name of a model or a provider, or null where it is no text. */
  @CanIgnoreReturnValue
  @Nullable String anyone(YamlValue value) {
    String name = value.text();
    if (name != null) {
      uses.add(new Use(value, name, Kind.ANYONE));
    }
    return name;
  }

  /** Reads the name of a model that no file needs to mention, or null as above. */
  @CanIgnoreReturnValue
  @Nullable String likelyModel(YamlMap map, String key) {
    YamlValue value = map.value(key);
    String name = value == null ? null : value.text();
    if (value != null && name != null) {
      uses.add(new Use(value, name, Kind.LIKELY_MODEL));
    }
    return name;
  }

  /** Notes a key that is the name of what a client asks for. */
  void asked(YamlValue value, String name) {
    uses.add(new Use(value, name, Kind.ASKED));
  }

  /** Reads a list of names of models or providers. */
  @CanIgnoreReturnValue
  List<String> anyones(List<YamlValue> values) {
    List<String> names = new ArrayList<>();
    for (YamlValue value : values) {
      String name = anyone(value);
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  /** Tells of every name that nobody bears, and of those that only disabled providers serve. */
  void check(Names names) {
    for (Use use : uses) {
      switch (use.kind) {
        case PROVIDER -> checkProvider(use, names);
        case ANYONE -> checkAnyone(use, names);
        case LIKELY_MODEL -> checkLikelyModel(use, names);
        case ASKED -> checkAsked(use, names);
      }
    }
  }

  private void checkProvider(Use use, Names names) {
    Provider provider = names.provider(use.name);
    if (provider == null) {
      use.at.error(
          "is %s; no provider has that name%s"
              .formatted(use.at.shown(), hint(use.name, names.providers())));
    } else if (provider.status() != ProviderStatus.ACTIVE) {
      use.at.warning(
          "names %s, which never gets a request: its status is %s (%s)"
              .formatted(use.name, provider.status().label(), provider.at()));
    }
  }

  private void checkAnyone(Use use, Names names) {
    if (!names.knows(use.name)) {
      use.at.error(
          "is %s; no model, provider, capability or balancing entry has that name%s"
              .formatted(use.at.shown(), hint(use.name, names.all())));
    } else if (!names.isServed(use.name)) {
      use.at.warning("names %s, which no active provider serves".formatted(use.name));
    }
  }

  private void checkAsked(Use use, Names names) {
    if (!names.isAskedFor(use.name)) {
      use.at.warning(
          "holds only for a client that asks for a name nothing else mentions"
              + hint(use.name, names.all()));
    }
  }

  private void checkLikelyModel(Use use, Names names) {
    if (names.knows(use.name)) {
      checkAnyone(use, names);
    } else {
      use.at.warning(
          "is %s, which no provider lists%s"
              .formatted(use.at.shown(), hint(use.name, names.all())));
    }
  }

  /** What was probably meant, for the first names that nobody bears. */
  String hint(String name, Iterable<String> known) {
    return ++hints > MOST_HINTS ? "" : Nearest.hint(name, known);
  }
}
