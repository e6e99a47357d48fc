package lab.app;

import lab.contract.Reload;

/** What became of making ready for a configuration that was brought. */
sealed interface Made {

  /**
   * The node could go by it at once.
   *
   * @param content as it was brought
   * @param bundle made of it
   */
  record Good(Reload.Content content, Bundle bundle) implements Made {
    /** Whether this is the one that is meant. */
    boolean is(long epoch, String hash) {
      return content.epoch() == epoch && FilesDigest.of(content).equals(hash);
    }
  }

  /**
   * It could not.
   *
   * @param why not
   */
  record Bad(Outcome.Refused why) implements Made {}
}
