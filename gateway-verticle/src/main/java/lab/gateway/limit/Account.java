package lab.gateway.limit;

/**
 * What may be taken of one limit: the generic cell rate algorithm, as a debt that shrinks evenly. A
 * minute's worth may be taken at once, and what was taken comes back a token at a time; there is no
 * window at whose edge twice as much could be had. In any time no more is taken than came back in
 * it and a minute's worth, beside what was given back.
 *
 * <p>Whole numbers only, so that nothing drifts. Knows no clock: times are microseconds of one
 * origin; one that is earlier than the last counts as the last. Any thread.
 */
final class Account {
  /**
   * A token is as many parts as a minute has microseconds: one a microsecond comes back per rpm.
   */
  private static final long TOKEN = 60_000_000;

  /** More is not owed, so that nothing overflows; a century at the smallest rate. */
  private static final long MOST_OWED = Long.MAX_VALUE / 4;

  private long owed;
  private long at;

  /** Nothing was taken of it. */
  Account(long now) {
    this.at = now;
  }

  /**
   * Takes tokens: at least so many or none, and no more than wished.
   *
   * @param least from 1 to {@code perMinute}: more can not be had at once
   * @param wish at least {@code least}
   * @return how many were taken; 0 for none
   */
  synchronized long take(long least, long wish, long perMinute, long now) {
    long there = left(perMinute, now);
    if (there < least) {
      return 0;
    }
    long taken = Math.min(there, wish);
    owed += taken * TOKEN;
    return taken;
  }

  /** What could be taken now; 0 or more. */
  synchronized long left(long perMinute, long now) {
    pass(perMinute, now);
    return Math.max(0, (perMinute * TOKEN - owed) / TOKEN);
  }

  /** Microseconds until so many can be taken, from 1 to {@code perMinute}; 0 for now. */
  synchronized long wait(long tokens, long perMinute, long now) {
    pass(perMinute, now);
    long missing = owed + tokens * TOKEN - perMinute * TOKEN;
    return missing <= 0 ? 0 : Math.ceilDiv(missing, perMinute);
  }

  /** Gives tokens back that were taken and not used, 0 or more. */
  synchronized void giveBack(long tokens, long perMinute, long now) {
    pass(perMinute, now);
    owed = Math.max(0, owed - Math.min(tokens, MOST_OWED / TOKEN) * TOKEN);
  }

  /** Takes tokens that have been used already, 0 or more; the account may owe for minutes then. */
  synchronized void charge(long tokens, long perMinute, long now) {
    pass(perMinute, now);
    owed = Math.min(MOST_OWED, owed + Math.min(tokens, MOST_OWED / TOKEN) * TOKEN);
  }

  /** What was taken and has not come back, in parts of a token, for another node. */
  synchronized long owed(long perMinute, long now) {
    pass(perMinute, now);
    return owed;
  }

  /** Another node knows of so much, which was taken of the same limit. */
  synchronized void owesAtLeast(long elsewhere, long perMinute, long now) {
    pass(perMinute, now);
    owed = Math.clamp(elsewhere, owed, MOST_OWED);
  }

  /** Lets what came back since the last time be there. */
  private void pass(long perMinute, long now) {
    long passed = now - at;
    if (passed > 0) {
      at = now;
      owed = passed > owed / perMinute ? 0 : owed - passed * perMinute;
    }
  }
}
