package lab.gateway.limit;

/**
 * What is left of a limit, as a node knows.
 *
 * @param amount 0 or more, in the limit's own unit
 * @param heard whether another node counts it, so that it is what this one has last heard or knows
 *     of itself
 */
record Left(double amount, boolean heard) {
  Left {
    amount = Math.max(0, amount);
  }
}
