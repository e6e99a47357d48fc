package lab.bench.load;

import java.nio.file.Path;
import java.util.List;

/** Many streams held open at once: none may break or stall, and what they take of memory. */
final class OpenStreams {
  private final Path lab;

  OpenStreams(Path lab) {
    this.lab = lab;
  }

  void run(int streams) throws Exception {
    int seconds = 20;
    try (Setup setup = new Setup(lab, seconds * 2, 500, List.of(), List.of())) {
      String body = Chat.body("bench", 100, true);
      StreamRun client =
          StreamRun.start(setup.nodePort(), "/v1/chat/completions", body, streams, seconds * 3);
      long most = 0;
      while (client.running()) {
        most = Math.max(most, setup.node().residentMegabytes());
        Thread.sleep(250);
      }
      String[] said = client.finish().strip().split("\\R", -1);
      System.out.printf(
          "%d streams open at once: %s; node's resident memory at most %d MB%n%n",
          streams, said[said.length - 1], most);
    }
  }
}
