package lab.metrics;

import static lab.metrics.Family.Kind.COUNTER;
import static lab.metrics.Family.Kind.GAUGE;
import static lab.metrics.Family.counter;
import static lab.metrics.Family.gauge;
import static lab.metrics.Family.platform;
import static lab.metrics.Family.seconds;

import java.util.List;

/** What is told of the node itself: program, event loops, bus, cluster, machine. */
final class NodeFamilies {
  static final Family BUILD =
      new Family(
          "gateway_build_info",
          Family.Kind.INFO,
          "",
          List.of("version"),
          "Always 1; the version is its label",
          Family.Source.OWN);
  static final Family LOOP_LAG =
      seconds(
          "gateway_event_loop_lag_seconds",
          "How late a timer of an event loop was, looked at five times a second on each");
  static final Family OFF_LOOP =
      counter(
          "gateway_bus_off_loop_asks_total",
          "Questions on the bus that had to leave their event loop; 0 is well");
  static final Family UNREADABLE =
      counter(
          "gateway_bus_unreadable_messages_total",
          "Messages of other nodes that could not be read; 0 is well");
  static final Family LOST_LINES =
      counter(
          "gateway_log_lines_dropped_total",
          "Lines of the log that found no room, as whoever reads them is too slow");
  static final Family LOST_SPANS =
      counter(
          "gateway_trace_spans_lost_total",
          "Spans that no collector got: `full`, as too many waited; `undelivered`, as it did not"
              + " take them",
          "reason");
  static final Family ALERTS_OPEN =
      gauge(
          "gateway_alerts_open",
          "alerts",
          "Alerts of the gateway itself that are open in the cluster, at the last look",
          "kind");
  static final Family ALERTS_RAISED =
      counter("gateway_alerts_raised_total", "Alerts that this node has raised", "kind");
  static final Family DELIVERIES =
      counter(
          "gateway_webhook_deliveries_total",
          "Alerts and ends of alerts that webhooks were to be told by this node, by outcome:"
              + " `delivered`, `refused`, `failed` (tried again later)",
          "webhook",
          "outcome");
  static final Family NODES =
      gauge(
          "gateway_cluster_nodes",
          "nodes",
          "Nodes that this one hears, itself included, by phase",
          "phase");
  static final Family HAZELCAST =
      gauge(
          "gateway_cluster_hazelcast_members",
          "members",
          "Members in Hazelcast's list, 0 where the node is alone");
  static final Family HELD =
      gauge("gateway_body_bytes_in_flight", "bytes", "Bytes of bodies that the node holds");
  static final Family HELD_MOST =
      gauge("gateway_body_bytes_limit", "bytes", "The most of them: `max_bytes_in_flight`");
  static final Family SERIES =
      gauge("gateway_metric_series", "series", "Counters, gauges and histograms of this page");
  static final Family REFUSED =
      counter(
          "gateway_metric_series_refused_total",
          "How often something counted as `other` because the limit of series was reached");

  static final List<Family> ALL =
      List.of(
          BUILD,
          LOOP_LAG,
          OFF_LOOP,
          UNREADABLE,
          LOST_LINES,
          LOST_SPANS,
          ALERTS_OPEN,
          ALERTS_RAISED,
          DELIVERIES,
          NODES,
          HAZELCAST,
          HELD,
          HELD_MOST,
          SERIES,
          REFUSED);

  /** What Micrometer tells; named here so that the reference is complete. */
  static final List<Family> PLATFORM =
      List.of(
          platform("jvm_memory_used_bytes", GAUGE, "bytes", "Memory in use", "area", "id"),
          platform("jvm_memory_committed_bytes", GAUGE, "bytes", "Memory taken", "area", "id"),
          platform("jvm_memory_max_bytes", GAUGE, "bytes", "Memory at most", "area", "id"),
          platform("jvm_buffer_count_buffers", GAUGE, "buffers", "Buffers beside the heap", "id"),
          platform("jvm_buffer_memory_used_bytes", GAUGE, "bytes", "Bytes of them", "id"),
          platform(
              "jvm_buffer_total_capacity_bytes", GAUGE, "bytes", "Room of these buffers", "id"),
          platform("jvm_gc_live_data_size_bytes", GAUGE, "bytes", "Old heap after a collection"),
          platform("jvm_gc_max_data_size_bytes", GAUGE, "bytes", "Old heap at most"),
          platform(
              "jvm_gc_memory_allocated_bytes_total", COUNTER, "bytes", "Heap that was asked for"),
          platform("jvm_gc_memory_promoted_bytes_total", COUNTER, "bytes", "Heap that became old"),
          platform("jvm_threads_live_threads", GAUGE, "threads", "Threads"),
          platform("jvm_threads_daemon_threads", GAUGE, "threads", "Daemon threads"),
          platform("jvm_threads_peak_threads", GAUGE, "threads", "Most threads so far"),
          platform("jvm_threads_started_threads_total", COUNTER, "threads", "Threads started"),
          platform("jvm_threads_states_threads", GAUGE, "threads", "Threads by state", "state"),
          platform("process_cpu_usage", GAUGE, "share, 0 to 1", "CPU that the node takes"),
          platform("process_cpu_time_ns_total", COUNTER, "nanoseconds", "CPU that it took"),
          platform("system_cpu_usage", GAUGE, "share, 0 to 1", "CPU that the machine takes"),
          platform("system_cpu_count", GAUGE, "processors", "Processors of the node"),
          platform("system_load_average_1m", GAUGE, "", "Load of the machine"),
          platform("process_files_open_files", GAUGE, "descriptors", "Descriptors in use"),
          platform("process_files_max_files", GAUGE, "descriptors", "Descriptors at most"),
          platform("process_start_time_seconds", GAUGE, "seconds", "Start, since 1970"),
          platform("process_uptime_seconds", GAUGE, "seconds", "Time since then"));

  private NodeFamilies() {}
}
