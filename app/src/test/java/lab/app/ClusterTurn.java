package lab.app;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Test classes run in two processes; those with this extension wait for each other, as each starts
 * a cluster of JVMs, and two of these at once would be six on two cores.
 */
public final class ClusterTurn implements BeforeAllCallback {
  private static volatile boolean has;

  private record Held(FileChannel file) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      has = false;
      file.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext tests) throws IOException {
    Path folder = Files.createDirectories(Path.of("target"));
    FileChannel file = FileChannel.open(folder.resolve("cluster.turn"), CREATE, WRITE);
    FileLock unused = file.lock();
    has = true;
    // JUnit closes it after the class, whatever happens in it.
    tests
        .getStore(ExtensionContext.Namespace.create(ClusterTurn.class))
        .put(Held.class, new Held(file));
  }

  /**
   * Asks whether this process may start a cluster.
   *
   * @throws IllegalStateException where the class of the test forgot to wait for its turn
   */
  public static void require() {
    if (!has) {
      throw new IllegalStateException("the test's class lacks @ExtendWith(ClusterTurn.class)");
    }
  }
}
