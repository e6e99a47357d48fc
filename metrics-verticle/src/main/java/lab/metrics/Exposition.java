package lab.metrics;

/**
 * Everything that a node counts, written down.
 *
 * @param contentType in which form
 * @param body the text
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy of megabytes would cost.
public record Exposition(String contentType, byte[] body) {}
