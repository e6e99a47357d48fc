package lab.testkit.script;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The replies still to be given, and what holds when there are none. Safe on every thread. */
final class Repertoire {
  private static final Reply NOTHING_SCRIPTED =
      Reply.json(500, "{\"error\":{\"message\":\"no reply is scripted\"}}");

  private final Queue<Reply> queue = new ArrayDeque<>();
  private final Queue<Welcome> welcomes = new ArrayDeque<>();
  private final Map<String, Reply> byPath = new LinkedHashMap<>();
  private Reply otherwise = NOTHING_SCRIPTED;

  synchronized void next(List<Reply> replies) {
    queue.addAll(replies);
  }

  synchronized void at(String path, Reply reply) {
    byPath.put(path, reply);
  }

  synchronized void otherwise(Reply reply) {
    otherwise = reply;
  }

  synchronized void welcome(Welcome welcome) {
    welcomes.add(welcome);
  }

  synchronized Welcome welcome() {
    Welcome next = welcomes.poll();
    return next == null ? Welcome.SERVE : next;
  }

  /** The reply for a request: by its path without the query, else the next one. */
  synchronized Reply reply(Received request) {
    Reply fixed = byPath.get(request.path().replaceFirst("\\?.*", ""));
    if (fixed != null) {
      return fixed;
    }
    Reply next = queue.poll();
    return next == null ? otherwise : next;
  }
}
