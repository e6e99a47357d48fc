package lab.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was read. */
final class Heard implements Reading {
  private final List<String> events = new CopyOnWriteArrayList<>();

  /** In order. */
  List<String> events() {
    return events;
  }

  @Override
  public void begins(boolean streamed, boolean usageTold) {
    events.add("begins " + streamed + " " + usageTold);
  }

  @Override
  public void piece(byte[] piece) {
    events.add(new String(piece, UTF_8));
  }

  @Override
  public void complete(End end, byte[] last) {
    events.add(new String(last, UTF_8) + " and " + end.usage().total());
  }

  @Override
  public void lost() {
    events.add("lost");
  }
}
