package lab.contract.bus;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import lab.contract.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who hears the lines that stay in the node. Each role hears a notice once: on the teller's loop
 * where it has a hearer there, else on any other.
 */
final class Hearers {
  private final Map<String, List<OfRole>> lines = new ConcurrentHashMap<>();

  /** A role's hearers of one line, by loop. */
  static final class OfRole {
    private final Role role;
    private final String address;
    private final Map<Thread, Consumer<Object>> loops = new ConcurrentHashMap<>();

    private OfRole(Role role, String address) {
      this.role = role;
      this.address = address;
    }

    /** Where the event bus finds one of them. */
    String address() {
      return address;
    }

    /** The one on the caller's loop. */
    @Nullable Consumer<Object> here() {
      return loops.get(Thread.currentThread());
    }
  }

  /** Those of a line, one entry for each role. */
  List<OfRole> of(String line) {
    return lines.getOrDefault(line, List.of());
  }

  /** Has the line heard on the caller's loop. */
  synchronized void add(String line, Role role, Consumer<Object> hearer) {
    List<OfRole> roles = lines.computeIfAbsent(line, added -> new CopyOnWriteArrayList<>());
    OfRole its =
        roles.stream()
            .filter(known -> known.role == role)
            .findFirst()
            .orElseGet(
                () -> {
                  OfRole added = new OfRole(role, address(line, role));
                  roles.add(added);
                  return added;
                });
    its.loops.put(Thread.currentThread(), hearer);
  }

  /** Where the event bus finds a role's hearers of a line. */
  static String address(String line, Role role) {
    return line + '/' + role.label();
  }
}
