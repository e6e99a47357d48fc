package lab.router.live;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;

/** What polls found of every provider, at one moment. */
public final class LiveLists {
  /** Nothing was polled yet. */
  public static final LiveLists UNKNOWN = new LiveLists(Map.of());

  private final Map<ProviderName, Live> known;

  private LiveLists(Map<ProviderName, Live> known) {
    this.known = known;
  }

  /** What is known of one provider. */
  public sealed interface Live {
    /**
     * It answers.
     *
     * @param models the names on its list, in its order; empty where it has none to show, which
     *     says nothing of what it serves
     */
    record Up(Set<ModelName> models) implements Live {}

    /**
     * It does not.
     *
     * @param because for people
     */
    record Down(String because) implements Live {}

    /** Not polled yet, or never. */
    enum Unknown implements Live {
      UNKNOWN
    }
  }

  /** What is known of this provider. */
  public Live of(ProviderName provider) {
    return known.getOrDefault(provider, Live.Unknown.UNKNOWN);
  }

  /** This snapshot with a newer finding: the same object where nothing changes. */
  public LiveLists with(ProviderName provider, Finding finding) {
    Live now =
        switch (finding) {
          case Finding.Up(var models, _, _) ->
              new Live.Up(Collections.unmodifiableSet(new LinkedHashSet<>(models)));
          case Finding.Down(var kind, var because) -> new Live.Down(because);
        };
    if (now.equals(known.get(provider))) {
      return this;
    }
    Map<ProviderName, Live> next = new HashMap<>(known);
    next.put(provider, now);
    return new LiveLists(Map.copyOf(next));
  }
}
