package lab.app.cluster;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Clients that ask one thing after the other until it is closed. */
final class Load implements AutoCloseable {
  private static final String END_OF_STREAM = "data: [DONE]\n\n";

  private final List<Thread> clients = new ArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger served = new AtomicInteger();
  private volatile boolean over;

  /**
   * Begins.
   *
   * @param size how many clients
   * @param model what they ask for
   * @param streamed whether as a stream
   * @param where gives the address that the n-th client asks, anew for each request
   */
  Load(int size, String model, boolean streamed, IntFunction<URI> where) {
    for (int i = 0; i < size; i++) {
      int number = i;
      clients.add(Thread.ofVirtual().start(() -> ask(model, streamed, where, number)));
    }
  }

  private void ask(String model, boolean streamed, IntFunction<URI> where, int number) {
    while (!over) {
      URI asked = where.apply(number);
      try {
        note(Asking.chatAnew(asked, model, streamed), streamed);
      } catch (Exception broken) {
        failures.add(asked + " broke: " + broken);
      }
    }
  }

  private void note(HttpResponse<String> answer, boolean streamed) {
    if (answer.statusCode() != 200) {
      failures.add(answer.statusCode() + " " + answer.body());
    } else if (streamed && !answer.body().endsWith(END_OF_STREAM)) {
      failures.add("a stream was cut after: " + answer.body());
    } else {
      int unused = served.incrementAndGet();
    }
  }

  int served() {
    return served.get();
  }

  /** What clients saw of anything but a whole good answer. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Waits until so many more have been served. */
  void awaitMore(int answers) {
    int before = served();
    await().atMost(Duration.ofSeconds(60)).until(() -> served() >= before + answers);
  }

  @Override
  public void close() {
    over = true;
    await().atMost(Duration.ofSeconds(30)).until(() -> clients.stream().noneMatch(Thread::isAlive));
  }
}
