package lab.app;

import lab.config.Configuration;
import lab.gateway.Generation;
import lab.router.plan.Plan;

/**
 * All that the parts of a node go by, made of one configuration before it comes into force.
 * Immutable.
 *
 * @param configuration the files' meaning
 * @param plan as the router decides by it
 * @param generation as the gateways use it
 */
record Bundle(Configuration configuration, Plan plan, Generation generation) {

  /**
   * Made of a configuration; takes the longer the more models that has, so on no event loop.
   *
   * @param mostInFlight bytes of all bodies together that the node holds at a time
   */
  static Bundle of(Configuration configuration, long mostInFlight) {
    return new Bundle(
        configuration, Plan.of(configuration), Generation.of(configuration, mostInFlight));
  }
}
