package lab.router.plan;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import lab.router.board.LastResort;

/** The planner of one event loop: another one as soon as another plan is in force. One thread. */
public final class Planners {
  private final Supplier<Plan> plans;
  private final RandomGenerator random;
  private final LastResort lastResort;
  private RoutePlanner current;

  /**
   * @param plans the plan in force; any thread
   * @param random draws where a strategy chooses at random
   * @param lastResort shared by all loops of the node
   */
  public Planners(Supplier<Plan> plans, RandomGenerator random, LastResort lastResort) {
    this.plans = plans;
    this.random = random;
    this.lastResort = lastResort;
    this.current = new RoutePlanner(plans.get(), random, lastResort);
  }

  /** The one for the plan in force. */
  public RoutePlanner now() {
    Plan plan = plans.get();
    if (current.plan() != plan) {
      current = new RoutePlanner(plan, random, lastResort);
    }
    return current;
  }
}
