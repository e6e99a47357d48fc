package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Whatever becomes of a file while a node runs, the node goes on and says why everywhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedFilesTest {
  private static final Logger INSTALLED = (Logger) LoggerFactory.getLogger(Installed.class);
  private static final Pattern FAILURES =
      Pattern.compile("litellm_config_reload_failures_total (\\d+)");

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Path file;
  private TestNode node;

  /** What may become of a file; it was taken away before. */
  private enum Damage {
    DELETED {
      @Override
      void to(Path file) {
        // It is gone already.
      }
    },
    EMPTY {
      @Override
      void to(Path file) throws IOException {
        Path unused = Files.createFile(file);
      }
    },
    HALF_WRITTEN {
      @Override
      void to(Path file) throws IOException {
        String half = Ran.ONE_PROVIDER.substring(0, Ran.ONE_PROVIDER.indexOf("models"));
        Path unused = Files.writeString(file, half);
      }
    },
    NOISE {
      @Override
      void to(Path file) throws IOException {
        Path unused = Files.write(file, "providers: \0\1\u00ff".getBytes(StandardCharsets.UTF_16));
      }
    },
    /** Whoever runs this can not read it, whatever its rights are. */
    A_FOLDER {
      @Override
      void to(Path file) throws IOException {
        Path unused = Files.createDirectory(file);
      }
    },
    LINK_TO_NOTHING {
      @Override
      void to(Path file) throws IOException {
        Path unused = Files.createSymbolicLink(file, Path.of("nowhere.yaml"));
      }
    },
    LINK_TO_ITSELF {
      @Override
      void to(Path file) throws IOException {
        Path unused = Files.createSymbolicLink(file, file.getFileName());
      }
    };

    abstract void to(Path file) throws IOException;
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    file = folder.resolve("providers.yaml");
    node = TestNode.start(folder, Map.of("providers.yaml", Ran.ONE_PROVIDER));
    lines.start();
    INSTALLED.addAppender(lines);
  }

  @AfterAll
  void close() {
    boolean unused = INSTALLED.detachAppender(lines);
    node.close();
    http.close();
  }

  private String send(String method, String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(node.base() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private JsonObject json(String method, String path) throws Exception {
    return new JsonObject(send(method, path));
  }

  private int failures() throws Exception {
    Matcher found = FAILURES.matcher(send("GET", "/metrics"));
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  @ParameterizedTest
  @EnumSource
  void nothingChangesUntilItIsPutRightAndEachSurfaceSaysWhy(Damage damage) throws Exception {
    // Given
    int before = failures();
    lines.list.clear();
    Files.delete(file);
    damage.to(file);

    // When
    JsonObject refused = json("POST", "/admin/reload");
    JsonObject shown = json("GET", "/admin/config");

    // Then
    String because = refused.getString("because");
    assertThat(refused.getString("status")).isEqualTo("refused");
    assertThat(because).contains("providers.yaml").doesNotContain("Exception");
    assertThat(shown.getLong("epoch")).isEqualTo(1);
    assertThat(shown.getJsonObject("failure").getString("because")).isEqualTo(because);
    assertThat(failures()).isEqualTo(before + 1);
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.ERROR);
              assertThat(line.getKeyValuePairs()).anyMatch(pair -> because.equals(pair.value));
            });
    assertThat(send("GET", "/v1/models")).contains("\"m\"");

    // When it is put right
    boolean wasThere = Files.deleteIfExists(file);
    Path unused = Files.writeString(file, Ran.ONE_PROVIDER);

    // Then
    assertThat(wasThere).isEqualTo(damage != Damage.DELETED);
    assertThat(json("POST", "/admin/reload").getString("status")).isEqualTo("unchanged");
    assertThat(json("GET", "/admin/config").getJsonObject("failure")).isNull();
  }
}
