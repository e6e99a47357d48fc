package lab.gateway.relay;

import java.util.ArrayList;
import java.util.List;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.gateway.call.GatewayFailure;

/** Notes in a word each what a relay tells. On one event loop. */
final class Noted implements Relay.Listener {
  private final List<String> told = new ArrayList<>();

  /** So far, but for {@code progress}. */
  List<String> told() {
    return List.copyOf(told);
  }

  @Override
  public void content() {
    told.add("content");
  }

  @Override
  public void progress() {}

  @Override
  public void waitsForClient(boolean waits) {
    told.add(waits ? "waits" : "goes on");
  }

  @Override
  public void succeeded(Usage usage) {
    told.add("succeeded with " + usage.total());
  }

  @Override
  public void failed(Failure failure, boolean contentSeen) {
    told.add(failure.kind() + (contentSeen ? " after content" : ""));
  }

  @Override
  public void noRoom(GatewayFailure lack) {
    told.add(lack.getClass().getSimpleName());
  }

  @Override
  public void drained() {
    told.add("drained");
  }

  @Override
  public void discard() {
    told.add("discard");
  }
}
