package lab.app;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import lab.config.Finding;
import lab.contract.Reload;
import org.jspecify.annotations.Nullable;

/**
 * How a node's configuration stands.
 *
 * @param content what is in force
 * @param joined whether it is the cluster's too; before, it is only what this node's files said
 * @param localFiles texts in the node's own folder by name, as they were read last
 * @param needsRestart keys whose new value counts from the next start only
 * @param failure what was refused since, or null
 */
record InForce(
    Reload.Content content,
    boolean joined,
    Map<String, String> localFiles,
    List<String> needsRestart,
    @Nullable Failure failure) {
  InForce {
    localFiles = Map.copyOf(localFiles);
    needsRestart = List.copyOf(needsRestart);
  }

  /**
   * Something that was brought and is not in force.
   *
   * @param at when
   * @param because for people
   * @param findings what is wrong with the files, where that is the reason
   */
  record Failure(Instant at, String because, List<Finding> findings) {}

  /** Its number as others are told it: 0 before the node goes by what the cluster goes by. */
  long epoch() {
    return joined ? content.epoch() : 0;
  }

  /** A digest of what is in force. */
  String hash() {
    return FilesDigest.of(content);
  }

  /** Whether this is in force. */
  boolean is(long number, String digest) {
    return epoch() == number && hash().equals(digest);
  }

  /** Whether the node's own files say something else. */
  boolean isDiverged() {
    return !localFiles.equals(content.files());
  }

  /** A digest of what would be in force by the node's own files. */
  String local() {
    return FilesDigest.of(localFiles, content.statuses());
  }

  InForce with(Reload.Content next, List<String> restart) {
    return new InForce(next, true, localFiles, restart, null);
  }

  InForce withLocal(Map<String, String> files) {
    return new InForce(content, joined, files, needsRestart, failure);
  }

  InForce refused(@Nullable Failure refused) {
    return new InForce(content, joined, localFiles, needsRestart, refused);
  }
}
