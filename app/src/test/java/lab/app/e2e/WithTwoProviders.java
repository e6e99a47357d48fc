package lab.app.e2e;

import java.nio.file.Path;
import lab.testkit.script.ScriptedProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A node in front of two scripted providers. */
abstract class WithTwoProviders extends WithScriptedNode {
  ScriptedProvider other;

  @Override
  @BeforeAll
  void startNode(@TempDir Path folder) throws Exception {
    other = done(ScriptedProvider.start(vertx));
    other.otherwise(said("Hello from the other"));
    super.startNode(folder);
  }

  @AfterAll
  void stopOther() throws Exception {
    done(other.close());
  }
}
