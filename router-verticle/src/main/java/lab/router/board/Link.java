package lab.router.board;

/**
 * What all parts of a board have in common: by what they live, and by what they speak to others.
 */
final class Link {
  private volatile Elsewhere elsewhere = Elsewhere.NOBODY;
  private volatile Terms terms;

  Link(Terms terms) {
    this.terms = terms;
  }

  /** Those of the configuration in force. */
  Terms terms() {
    return terms;
  }

  void goesBy(Terms others) {
    terms = others;
  }

  Elsewhere others() {
    return elsewhere;
  }

  void to(Elsewhere others) {
    elsewhere = others;
  }
}
