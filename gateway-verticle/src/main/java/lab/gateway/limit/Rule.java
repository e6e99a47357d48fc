package lab.gateway.limit;

import lab.config.RateLimit;

/**
 * The limits of one thing, as the configuration has them.
 *
 * @param scope of what
 * @param name of whom, as it is shown; of a key its alias
 * @param limit how much there may be
 */
record Rule(Limit.Scope scope, String name, RateLimit limit) {}
