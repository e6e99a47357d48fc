package lab.app;

import java.time.Instant;
import java.util.Map;
import lab.contract.NodeId;
import lab.contract.Reload;
import org.jspecify.annotations.Nullable;

/**
 * Where a node's configuration comes from.
 *
 * @param folder it was started with
 * @param started what the node starts with: of epoch 0 where that was not in force before
 * @param lastEpoch of what was in force last, or 0
 * @param look how its files looked when they were read
 * @param history of what was in force, or null where none is kept
 * @param watched whether the files are read again when they change
 */
record ConfigSource(
    ConfigFolder folder,
    Reload.Content started,
    long lastEpoch,
    Map<String, String> look,
    @Nullable History history,
    boolean watched) {

  /**
   * Of files that were read just now.
   *
   * @param node that goes by them
   * @param last how the history says that the node was left
   */
  static ConfigSource of(
      ConfigFolder folder,
      ConfigFolder.Read read,
      NodeId node,
      @Nullable History history,
      History.Last last,
      boolean watched) {
    Map<String, String> texts = read.texts();
    Reload.Content before = last.content();
    Reload.Content started =
        before != null && before.files().equals(texts) ? before : fresh(texts, node, last);
    return new ConfigSource(folder, started, last.epoch(), read.look(), history, watched);
  }

  private static Reload.Content fresh(Map<String, String> texts, NodeId node, History.Last last) {
    return new Reload.Content(
        0,
        Instant.now(),
        node,
        "start",
        last.content() == null ? "first start" : "the files are not what was in force before",
        texts,
        last.statuses());
  }
}
