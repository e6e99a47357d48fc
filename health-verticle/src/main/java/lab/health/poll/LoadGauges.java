package lab.health.poll;

import java.util.Optional;
import lab.contract.ProbeReport.Busy;
import org.jspecify.annotations.Nullable;

/** What vLLM and llama.cpp tell of their load at {@code /metrics}, over all their engines. */
final class LoadGauges {
  /** More than a server holds; keeps sums of what it says within an int. */
  private static final int MOST = 1_000_000;

  private boolean told;
  private double running;
  private double waiting;
  private @Nullable Double cacheUse;

  private LoadGauges() {}

  /** The load, or nothing where the text does not tell of any. */
  static Optional<Busy> read(byte[] text) {
    LoadGauges gauges = new LoadGauges();
    GaugeReader.read(text, gauges::take);
    return gauges.told
        ? Optional.of(new Busy(requests(gauges.running), requests(gauges.waiting), gauges.cacheUse))
        : Optional.empty();
  }

  private void take(String name, double value) {
    switch (name) {
      case "vllm:num_requests_running", "llamacpp:requests_processing" -> {
        running += value;
        told = true;
      }
      case "vllm:num_requests_waiting", "llamacpp:requests_deferred" -> waiting += value;
      // The second name is that of earlier versions. The fullest engine is the one to beware of.
      case "vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc" ->
          cacheUse = Math.clamp(Math.max(value, cacheUse == null ? 0 : cacheUse), 0, 1);
      default -> {}
    }
  }

  private static int requests(double told) {
    return (int) Math.clamp(told, 0, MOST);
  }
}
