package lab.gateway.cache;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import lab.dialect.ClientDialect;
import lab.dialect.InferenceCall;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were answered by a kept answer and may come again byte by byte: what their bytes
 * mean, and under which key that is, need not be found out again. Any thread.
 *
 * <p>Each has one place, by its bytes, and keeps it until another one is answered that has the
 * same. All bytes are compared there, so that nobody can make two requests look alike.
 */
final class Repeats {
  /** About 8 MB where all are as long as they may be. */
  static final int PLACES = 512;

  /** Bytes of a body; of longer ones more is new each time, as conversations grow. */
  static final int LONGEST = 16 * 1024;

  /** Bytes of a body that decide its place. */
  private static final int MOST_LOOKED_AT = 64;

  private final AtomicReferenceArray<@Nullable Repeat> places = new AtomicReferenceArray<>(PLACES);

  /**
   * One of them.
   *
   * @param tenant whose it is: others get nothing of it, not even an earlier answer
   * @param key of its answer in that namespace
   */
  private record Repeat(
      ClientDialect client, String tenant, InferenceCall call, String namespace, String key) {}

  private @Nullable Repeat at(byte[] body) {
    return body.length > LONGEST ? null : places.get(place(body));
  }

  /** By some of the bytes, as all of them are compared: who comes but once pays for this too. */
  private static int place(byte[] body) {
    int hash = body.length;
    int step = 1 + body.length / MOST_LOOKED_AT;
    for (int at = 0; at < body.length; at += step) {
      hash = 31 * hash + body[at];
    }
    return (hash ^ hash >>> 16) & PLACES - 1;
  }

  /** What these bytes said when this caller sent them last in this way; null where nobody knows. */
  @Nullable InferenceCall call(ClientDialect client, String tenant, byte[] body) {
    Repeat held = at(body);
    return held != null
            && held.client == client
            && held.tenant.equals(tenant)
            && Arrays.equals(held.call.body(), body)
        ? held.call
        : null;
  }

  /** The key of this very call; null where nobody knows. */
  @Nullable String key(InferenceCall call, String namespace) {
    Repeat held = at(call.body());
    return held != null && held.call == call && held.namespace.equals(namespace) ? held.key : null;
  }

  /** A call was answered, and may come again. */
  void answered(
      ClientDialect client, String tenant, InferenceCall call, String namespace, String key) {
    if (call.body().length <= LONGEST && key(call, namespace) == null) {
      places.set(place(call.body()), new Repeat(client, tenant, call, namespace, key));
    }
  }

  /** Forgets all of them. */
  void clear() {
    for (int place = 0; place < PLACES; place++) {
      places.set(place, null);
    }
  }
}
