package lab.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import lab.contract.NodeId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A member that is frozen: its system takes connections, and nobody answers on them. Those who wait
 * for it go on to hear each other.
 */
class MuteMemberTest {
  private static final Duration WATCHED = Duration.ofSeconds(1);
  private static final Duration LITTLE = Duration.ofMillis(200);
  private static final String GREETING = "HZC";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Of what members write to each other: one thread for all of them. */
  private static final String WRITER = "IO.thread-out";

  @Test
  void whoWaitsForItsAnswerGoesOnToWriteToOthers() throws Exception {
    CompletableFuture<HazelcastInstance> member;
    try (ServerSocket mute = loopback()) {
      // Given
      member = memberThatJoins(mute);
      try (Socket taken = mute.accept()) {
        assertThat(taken.getInputStream().readNBytes(GREETING.length()))
            .isEqualTo(GREETING.getBytes(US_ASCII));

        // When
        long before = writerNanos();

        // Then: one that spins writes to nobody else, and takes all the time that it can get
        await()
            .during(WATCHED)
            .until(() -> Duration.ofNanos(writerNanos() - before).compareTo(LITTLE) < 0);
      }
    }
    member.get(30, SECONDS).shutdown();
  }

  @Test
  void whoIsJoinedOnlyToOneThatStandsStillServesAlone() throws Exception {
    try (ServerSocket mute = loopback()) {
      NodeVertx member =
          Clustering.join(Vertx.builder(), new VertxOptions(), new NodeId("a"), options(mute))
              .await(20, SECONDS);

      assertThat(member.listed().get()).containsExactly(new NodeId("a"));
      var unused = member.vertx().close().await(20, SECONDS);
    }
  }

  @Test
  @Tag("soak")
  void whoConnectsForMessagesAndSaysNothingIsHungUpOn() throws Exception {
    // Given
    ClusterOptions options;
    try (ServerSocket gone = loopback()) {
      options = options(gone);
    }
    NodeVertx member =
        Clustering.join(Vertx.builder(), new VertxOptions(), new NodeId("a"), options)
            .await(20, SECONDS);

    // When
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), options.busPort())) {
      silent.setSoTimeout(20_000);

      // Then
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
    var unused = member.vertx().close().await(20, SECONDS);
  }

  private static ServerSocket loopback() throws Exception {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  /** Once nobody takes its connections any more it goes on alone. */
  private static CompletableFuture<HazelcastInstance> memberThatJoins(ServerSocket other)
      throws Exception {
    ClusterOptions options = options(other);
    return CompletableFuture.supplyAsync(
        () ->
            Hazelcast.newHazelcastInstance(
                MemberConfig.of(new NodeId("a"), options, options.join())),
        task -> Thread.ofPlatform().start(task));
  }

  private static ClusterOptions options(ServerSocket other) throws Exception {
    try (ServerSocket own = loopback();
        ServerSocket bus = loopback()) {
      return new ClusterOptions(
          "mute",
          "127.0.0.1",
          own.getLocalPort(),
          bus.getLocalPort(),
          List.of("127.0.0.1:" + other.getLocalPort()),
          null,
          null);
    }
  }

  private static long writerNanos() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> thread.getThreadName().contains(WRITER))
        .mapToLong(ThreadInfo::getThreadId)
        .map(THREADS::getThreadCpuTime)
        .sum();
  }
}
