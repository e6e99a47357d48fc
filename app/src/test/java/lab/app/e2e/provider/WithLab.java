package lab.app.e2e.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A node and its scripted providers, both shared by the tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithLab {
  Lab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab = Lab.start(folder, files());
  }

  /** Asks with this body, and these lines of the head besides. */
  Answer post(String path, String json, String... headers) throws IOException {
    try (Client client = lab.client()) {
      return client.post(path, json, headers).answer();
    }
  }

  /** The node's configuration, as {@link Lab#start} takes it. */
  abstract Map<String, String> files();

  @AfterAll
  void close() throws Exception {
    lab.close();
  }
}
