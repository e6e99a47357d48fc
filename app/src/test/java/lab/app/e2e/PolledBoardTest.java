package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import lab.contract.ProviderName;
import lab.router.board.BoardView.ModelView;
import lab.router.board.BoardView.ProviderView;
import org.junit.jupiter.api.Test;

/** What free polls bring to the node's board. */
class PolledBoardTest extends WithDemoNode {

  @Test
  void aServerWithSlotsTellsHowManyRequestsItTakes() {
    ProviderName server = new ProviderName("demo-llama-cpp");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(node.board().capacity(server)).isEqualTo(4));
  }

  @Test
  void aServerOfOneModelIsWarmOnceItIsFound() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(described("demo-vllm").models()).isNotEmpty().allMatch(ModelView::warm));
  }

  private ProviderView described(String provider) {
    return node.board().describe().providers().stream()
        .filter(view -> view.provider().value().equals(provider))
        .findFirst()
        .orElseThrow();
  }
}
