package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build's gates bite: a class that is wrong on purpose does not compile. */
class BuildGatesIT {
  private final Path root = Path.of("..").toAbsolutePath().normalize();
  @TempDir private Path copy = Path.of("");

  @BeforeEach
  void copyTheParentAndOneModule() throws IOException {
    String parent = Files.readString(root.resolve("pom.xml"));
    Files.writeString(
        copy.resolve("pom.xml"),
        parent.replaceAll(
            "(?s)<modules>.*?</modules>", "<modules><module>contract</module></modules>"));
    copyTree(root.resolve("contract/src/main"), copy.resolve("contract/src/main"));
    Files.copy(root.resolve("contract/pom.xml"), copy.resolve("contract/pom.xml"));
  }

  @Test
  void aNullThatMayNotBeOneFailsTheBuild() throws Exception {
    assertThat(buildWith("static String name() { return null; }")).contains("NullAway");
  }

  @Test
  void aDroppedFutureFailsTheBuild() throws Exception {
    assertThat(
            buildWith(
                "static void drop(java.util.concurrent.ExecutorService any) { any.submit(() -> 1); }"))
        .contains("FutureReturnValueIgnored");
  }

  private String buildWith(String wrong) throws Exception {
    Files.writeString(
        copy.resolve("contract/src/main/java/lab/contract/Wrong.java"),
        "package lab.contract;\n\nfinal class Wrong {\n  " + wrong + "\n}\n");
    Process build =
        new ProcessBuilder("mvn", "-B", "-o", "-Dspotless.check.skip", "compile")
            .directory(copy.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(build.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(build.exitValue()).as(out).isNotZero();
    assertThat(out).contains("Wrong.java");
    return out;
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Path target = to.resolve(from.relativize(file));
              if (Files.isDirectory(file)) {
                Path unused = Files.createDirectories(target);
              } else {
                Path unused = Files.copy(file, target);
              }
            } catch (IOException failure) {
              throw new UncheckedIOException(failure);
            }
          });
    }
  }
}
