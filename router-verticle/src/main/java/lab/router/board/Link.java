package lab.router.board;

/** What all parts of a board speak to the other nodes by. */
final class Link {
  private volatile Elsewhere elsewhere = Elsewhere.NOBODY;

  Elsewhere others() {
    return elsewhere;
  }

  void to(Elsewhere others) {
    elsewhere = others;
  }
}
