package lab.app;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the process does on a signal. Through reflection, because the compiler warns of the JDK's
 * only way to a second SIGTERM: a shutdown hook sees the first one alone, and not which it was.
 */
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * Calls the handler on each signal of this name, on a thread of its own, instead of ending.
   *
   * @param name such as {@code TERM}
   * @return whether this JVM can do that
   */
  static boolean on(String name, Runnable handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handling = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handling},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  handler.run();
                }
                return null;
              });
      Object unused =
          signal
              .getMethod("handle", signal, handling)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException missing) {
      LOG.atDebug().setCause(missing).log("this JVM tells nobody of signals");
      return false;
    }
  }
}
