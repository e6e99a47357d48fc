package lab.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lab.contract.CircuitChanged.Place;

/**
 * What became of one node's attempts since its last digest, and what it has in flight. Told at once
 * after a failure and when a try begins, else once a second while anything happens; once something
 * is in flight nowhere, one digest says so and silence follows.
 *
 * @param node who tells
 * @param since when it started: another instant under the same name is another node
 * @param number counts its digests from 1; one that was heard already counts nothing
 * @param providers those with something in flight or with news; nothing is in flight at the others
 * @param trying what rests and a request of this node tries now: nobody else need try it
 */
public record ProviderDigest(
    NodeId node, Instant since, long number, List<OfProvider> providers, List<Place> trying)
    implements BusMessage {

  /** Told by each node that has attempts to all, itself included. */
  public static final Notice<ProviderDigest> LINE =
      new Notice<>("lab.digest", ProviderDigest.class, Reach.CLUSTER);

  public ProviderDigest {
    providers = List.copyOf(providers);
    // A node of an earlier version does not say.
    trying = trying == null ? List.of() : List.copyOf(trying);
  }

  /**
   * One provider.
   *
   * @param provider who
   * @param inFlight attempts in flight now, of all its models
   * @param models those with something in flight or with news
   */
  public record OfProvider(ProviderName provider, int inFlight, List<OfModel> models) {
    public OfProvider {
      models = List.copyOf(models);
    }
  }

  /**
   * One model of a provider. All but what is in flight since the last digest.
   *
   * @param model the name that the provider is asked for
   * @param inFlight attempts in flight now
   * @param successes complete answers
   * @param failures failures after the provider was reached, by kind
   * @param unreached failures to reach it at all
   * @param firstContent times to first content, counted by bucket: bucket 0 begins at 0.1 ms, and
   *     each is an eighth of an octave
   * @param perToken times per token of the answer, likewise
   */
  public record OfModel(
      ModelName model,
      int inFlight,
      int successes,
      Map<FailureKind, Integer> failures,
      int unreached,
      Map<Integer, Integer> firstContent,
      Map<Integer, Integer> perToken) {
    public OfModel {
      // A kind that only a newer node knows has no key here.
      failures =
          failures.entrySet().stream()
              .filter(failed -> failed.getKey() != null)
              .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
      firstContent = Map.copyOf(firstContent);
      perToken = Map.copyOf(perToken);
    }
  }
}
