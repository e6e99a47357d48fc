package lab.metrics.stats;

import java.util.Locale;

/** Of what there are figures. */
enum Subject {
  /** A provider: of the attempts at it. */
  PROVIDER(64),
  /** A name that clients ask for: of their requests. */
  MODEL(128);

  private final int most;

  Subject(int most) {
    this.most = most;
  }

  /** Names with figures of their own; further ones count as {@code other}. */
  int most() {
    return most;
  }

  /** The word that nodes tell each other. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
