package lab.gateway.call;

import java.util.concurrent.atomic.LongAdder;

/** What clients do at a node at this moment. Any thread. */
public final class Traffic {
  private final LongAdder connections = new LongAdder();
  private final LongAdder requests = new LongAdder();

  /** A client has connected. */
  public void opened() {
    connections.increment();
  }

  /** A connection is closed. */
  public void closed() {
    connections.decrement();
  }

  /** The head of an inference request has arrived. */
  public void began() {
    requests.increment();
  }

  /** It is over. */
  public void ended() {
    requests.decrement();
  }

  /** Open connections. */
  public long connections() {
    return connections.sum();
  }

  /** Inference requests under way. */
  public long requests() {
    return requests.sum();
  }
}
