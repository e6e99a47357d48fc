package lab.gateway.cache;

import org.jspecify.annotations.Nullable;

/**
 * What there is of an answer under way, from some piece on.
 *
 * @param state how far it has come
 * @param source who brings it
 * @param answer the pieces that there are
 * @param stored how it is kept, or null where it is not, or not complete yet
 */
record Part(State state, Source source, Answer answer, @Nullable StoredAnswer stored) {

  /** How far an answer has come. */
  enum State {
    RUNNING,
    COMPLETE,
    /** It will never be complete. */
    LOST
  }

  /** Who brings an answer. */
  enum Source {
    /** Nobody knows yet. */
    UNDECIDED,
    /** A request of this node. */
    HERE,
    /** Another node. */
    ELSEWHERE
  }
}
