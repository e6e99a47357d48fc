package lab.app.e2e.provider;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A node that keeps answers, shared by the tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithCache {
  CacheLab cached;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    cached = CacheLab.start(folder, params());
  }

  /** The node's {@code cache_params}. */
  String params() {
    return CacheLab.USUAL;
  }

  @AfterAll
  void close() {
    cached.lab().close();
  }
}
