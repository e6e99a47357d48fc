package lab.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.function.Supplier;
import lab.contract.ProviderName;
import lab.contract.Standing.State;

/** How the providers stand, as gauges: looked up when somebody scrapes, once for all of them. */
final class ProviderStates implements MultiCollector {
  private final Supplier<Map<ProviderName, State>> standings;

  /**
   * @param standings how each provider stands now; any thread
   */
  ProviderStates(Supplier<Map<ProviderName, State>> standings) {
    this.standings = standings;
  }

  @Override
  public MetricSnapshots collect() {
    GaugeSnapshot.Builder states =
        GaugeSnapshot.builder()
            .name("provider_state")
            .help("1 for the state that the provider is in, 0 for the others");
    GaugeSnapshot.Builder available =
        GaugeSnapshot.builder()
            .name("provider_availability")
            .help("1 where the provider gets requests, 0 where it is out of use");
    standings
        .get()
        .forEach(
            (name, standing) -> {
              for (State state : State.values()) {
                var unused =
                    states.dataPoint(
                        point(
                            Labels.of("provider", name.value(), "state", state.label()),
                            state == standing));
              }
              var unused =
                  available.dataPoint(
                      point(Labels.of("provider", name.value()), standing.serves()));
            });
    return MetricSnapshots.of(states.build(), available.build());
  }

  private static GaugeDataPointSnapshot point(Labels labels, boolean holds) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(holds ? 1 : 0).build();
  }
}
