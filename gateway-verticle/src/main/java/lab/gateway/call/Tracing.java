package lab.gateway.call;

import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import lab.contract.AttemptOutcome;
import lab.contract.CallFinished;
import lab.contract.Candidate;
import lab.contract.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Follows requests over the programs that they pass. Nothing of it blocks or fails; any event loop.
 */
public interface Tracing {

  /**
   * A request has come.
   *
   * @param operation what its path asks for
   * @param route that path
   * @param header gives the values of a header, a comma between them; null where there is none
   */
  OfRequest begin(Operation operation, String route, UnaryOperator<@Nullable String> header);

  /** One request. */
  interface OfRequest {
    /** An attempt begins. */
    OfAttempt attempt(Candidate candidate, Target target);

    /** It is over; told once, after its attempts have ended. */
    void over(CallFinished call);
  }

  /** One attempt. */
  interface OfAttempt {
    /** Gives name and value of each header that tells the provider what it is a part of. */
    void headers(BiConsumer<String, String> put);

    /** It has ended; told once. */
    void over(AttemptOutcome outcome);
  }

  /**
   * Whom an attempt asks.
   *
   * @param type the kind of server
   * @param host a name or an address
   * @param port of it
   */
  record Target(String type, String host, int port) {}
}
