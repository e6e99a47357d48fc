package lab.gateway;

import io.vertx.core.Future;

/** What operators may ask of a node's configuration over HTTP. Any thread. */
public interface Configuring {

  /**
   * An answer.
   *
   * @param status of HTTP
   * @param json the body
   */
  record Reply(int status, String json) {}

  /** How it stands. */
  Future<Reply> show();

  /** Reads the files again. */
  Future<Reply> reload();

  /**
   * Takes a provider out of use, or back into it.
   *
   * @param provider its name
   * @param status {@code active} or {@code disabled}
   */
  Future<Reply> set(String provider, String status);
}
