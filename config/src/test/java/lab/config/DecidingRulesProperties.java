package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import lab.contract.ModelName;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.Nullable;

class DecidingRulesProperties {
  private static final int NAMES = 8;

  private @Nullable Path directory;

  @BeforeProperty
  void create() throws IOException {
    directory = Files.createTempDirectory("deciding");
  }

  @AfterProperty
  void delete() throws IOException {
    if (directory != null) {
      try (Stream<Path> all = Files.walk(directory)) {
        all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }

  /** Names that each have a server, and a chain of other names where one is drawn. */
  private record World(List<String> models, List<List<Integer>> chains) {
    static World random(Random random) {
      List<String> models = new ArrayList<>();
      List<List<Integer>> chains = new ArrayList<>();
      for (int name = 0; name < NAMES; name++) {
        models.add("model-" + name);
        // Onward only: a chain must not come back to its name.
        int length = random.nextInt(3);
        chains.add(random.ints(length, name + 1, NAMES + 1).boxed().distinct().toList());
      }
      return new World(models, chains);
    }

    World changed(int name) {
      List<String> others = new ArrayList<>(models);
      others.set(name, "changed");
      return new World(others, chains);
    }

    boolean decides(int rule, int name) {
      return rule == name || chains.get(name).contains(rule);
    }

    String written() {
      StringBuilder exact = new StringBuilder("exact_matches:\n");
      StringBuilder fallbacks = new StringBuilder("fallback_chains:\n");
      for (int name = 0; name < NAMES; name++) {
        exact.append(
            "  n%d: {provider: local, backend_model: %s}%n".formatted(name, models.get(name)));
        List<String> chain =
            chains.get(name).stream().filter(next -> next < NAMES).map(next -> "n" + next).toList();
        fallbacks.append("  n%d: {chain: %s}%n".formatted(name, chain));
      }
      return exact.append(fallbacks).toString();
    }
  }

  private String digest(World world, int name) {
    if (directory == null) {
      throw new IllegalStateException("no folder");
    }
    Configuration configuration = new Folder(directory).mappings(world.written()).valid();
    return DecidingRules.of(configuration, new ModelName("n" + name), null, List.of()).digest();
  }

  @Property(tries = 150)
  void aChangedRuleChangesTheNamesThatItDecidesForAndNoOthers(
      @ForAll long seed,
      @ForAll @IntRange(max = NAMES - 1) int rule,
      @ForAll @IntRange(max = NAMES - 1) int name) {
    // Given
    World world = World.random(new Random(seed));

    // When
    boolean same = digest(world.changed(rule), name).equals(digest(world, name));

    // Then
    assertThat(same).isEqualTo(!world.decides(rule, name));
  }
}
