package lab.contract.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lab.contract.NodeId;
import org.junit.jupiter.api.Test;

class RendezvousTest {
  private static final List<NodeId> NODES =
      IntStream.range(0, 5).mapToObj(i -> new NodeId("node-" + i)).toList();
  private static final List<String> THINGS =
      IntStream.range(0, 1_000).mapToObj(i -> "provider-" + i).toList();

  @Test
  void nobodyOwnsAnythingWhereThereAreNoNodes() {
    // When
    var owner = Rendezvous.owner("ollama", List.of());

    // Then
    assertThat(owner).isEmpty();
  }

  @Test
  void allAgreeInWhateverOrderTheyKnowTheNodes() {
    // Given
    List<NodeId> shuffled = new ArrayList<>(NODES);
    Collections.shuffle(shuffled, new Random(1));

    // When, then
    assertThat(THINGS)
        .allSatisfy(
            thing ->
                assertThat(Rendezvous.owner(thing, shuffled))
                    .isEqualTo(Rendezvous.owner(thing, NODES)));
  }

  @Test
  void eachOwnsAFairShare() {
    // When
    Map<NodeId, Long> owned =
        THINGS.stream()
            .map(thing -> Rendezvous.owner(thing, NODES).orElseThrow())
            .collect(Collectors.groupingBy(node -> node, Collectors.counting()));

    // Then: 200 of 1,000 each, give or take four standard deviations
    assertThat(owned.values())
        .hasSize(5)
        .allSatisfy(share -> assertThat(share).isBetween(150L, 250L));
  }

  @Test
  void onlyWhatANodeOwnedMovesWhenItGoes() {
    // Given
    List<NodeId> left = NODES.subList(0, 4);

    // When, then
    assertThat(THINGS)
        .allSatisfy(
            thing -> {
              NodeId before = Rendezvous.owner(thing, NODES).orElseThrow();
              NodeId after = Rendezvous.owner(thing, left).orElseThrow();
              assertThat(after.equals(before) || before.equals(NODES.get(4))).isTrue();
            });
  }

  @Test
  void theOwnersAreTheSameInEveryRelease() {
    // When
    List<String> owners =
        List.of("ollama", "vllm-qwen", "llama_cpp_python").stream()
            .map(thing -> Rendezvous.owner(thing, NODES).orElseThrow().value())
            .toList();

    // Then
    assertThat(owners).containsExactly("node-3", "node-4", "node-1");
  }
}
