package lab.router.plan;

import java.util.List;
import lab.contract.Candidate;
import lab.contract.RouteDecision;
import org.jspecify.annotations.Nullable;

/**
 * A decision with what only its explanation needs.
 *
 * @param decision what the router answers
 * @param attempts the candidates of the decision, in its order
 */
public record Course(RouteDecision decision, List<Attempt> attempts) {
  public Course {
    attempts = List.copyOf(attempts);
  }

  /**
   * One candidate.
   *
   * @param candidate who, and under which name
   * @param tier the word that its chain carries, or null
   * @param down what the last poll found where it found the provider down, or null: it is tried
   *     after all others then
   */
  public record Attempt(Candidate candidate, @Nullable String tier, @Nullable String down) {}
}
