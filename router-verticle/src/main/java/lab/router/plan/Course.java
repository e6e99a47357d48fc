package lab.router.plan;

import java.util.List;
import lab.contract.Candidate;
import lab.contract.RouteDecision;
import org.jspecify.annotations.Nullable;

/**
 * A decision with what only its explanation needs.
 *
 * @param decision what the router answers
 * @param strategy how the choice was made, as the configuration writes it
 * @param attempts the candidates of the decision, in its order
 * @param notes what else happened on the way, for people
 */
public record Course(
    RouteDecision decision, String strategy, List<Attempt> attempts, List<String> notes) {
  public Course {
    attempts = List.copyOf(attempts);
    notes = List.copyOf(notes);
  }

  /**
   * One candidate.
   *
   * @param candidate who, and under which name
   * @param tier the word that its chain carries, or null
   * @param down what the last poll found where it found the provider down, or null: it is tried
   *     after all others then
   * @param measured what its place among the others of its rule was drawn from, or null
   * @param tie why it comes before others that the strategy can not tell from it, or null
   * @param condition its condition and whether that holds, or null where it has none
   * @param slow why it counts as slow to begin, so that its weight is halved, or null
   */
  public record Attempt(
      Candidate candidate,
      @Nullable String tier,
      @Nullable String down,
      @Nullable String measured,
      @Nullable String tie,
      @Nullable String condition,
      @Nullable String slow) {}
}
