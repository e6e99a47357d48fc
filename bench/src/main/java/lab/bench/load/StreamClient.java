package lab.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;

/**
 * Opens many streams at once and reads them: counts chunks, and measures how long each took from
 * the upstream's write to here. Both ends read the same monotonic clock of the machine.
 */
final class StreamClient {
  private static final int MOST_SAMPLES = 4_000_000;

  /** More bytes than an instant or the mark of an end has, which a read may cut in two. */
  private static final int TAIL = 64;

  private final String request;
  private final long[] delays = new long[MOST_SAMPLES];
  private int samples;
  private int finished;
  private int broken;
  private long lastNanos = System.nanoTime();

  private StreamClient(String request) {
    this.request = request;
  }

  /**
   * Arguments: port, path, body, streams, seconds at most. Prints one line: streams finished,
   * broken, chunks, p50 and p99 of the delay in microseconds.
   */
  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    String body = arguments[2];
    int streams = Integer.parseInt(arguments[3]);
    long until = System.nanoTime() + Long.parseLong(arguments[4]) * 1_000_000_000L;
    StreamClient client =
        new StreamClient(
            "POST "
                + arguments[1]
                + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                + "content-length: "
                + body.length()
                + "\r\n\r\n"
                + body);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    NetClient net = vertx.createNetClient(new NetClientOptions().setConnectTimeout(20_000));
    vertx.runOnContext(
        start -> {
          int[] opened = {0};
          vertx.setPeriodic(
              1,
              timer -> {
                for (int i = 0; i < 10 && opened[0] < streams; i++) {
                  opened[0]++;
                  net.connect(port, "127.0.0.1")
                      .onComplete(client::read, failure -> client.broken++);
                }
                if (opened[0] == streams) {
                  vertx.cancelTimer(timer);
                }
              });
        });
    while (System.nanoTime() < until && client.finished + client.broken < streams) {
      Thread.sleep(20);
    }
    Arrays.sort(client.delays, 0, client.samples);
    System.out.printf(
        "finished %d broken %d chunks %d p50us %d p99us %d silentms %d%n",
        client.finished,
        client.broken,
        client.samples,
        client.percentile(0.50) / 1_000,
        client.percentile(0.99) / 1_000,
        (System.nanoTime() - client.lastNanos) / 1_000_000);
    System.exit(0);
  }

  private long percentile(double share) {
    return samples == 0 ? -1 : delays[(int) Math.min(samples - 1, (long) (samples * share))];
  }

  private void read(NetSocket socket) {
    boolean[] done = {false};
    long[] latest = {0};
    Buffer[] tail = {Buffer.buffer()};
    socket.handler(
        read -> {
          long now = System.nanoTime();
          lastNanos = now;
          Buffer piece = Buffer.buffer().appendBuffer(tail[0]).appendBuffer(read);
          tail[0] = piece.getBuffer(Math.max(0, piece.length() - TAIL), piece.length());
          latest[0] = sample(piece, now, latest[0]);
          if (!done[0] && ends(piece)) {
            done[0] = true;
            finished++;
            socket.close();
          }
        });
    socket.closeHandler(
        closed -> {
          if (!done[0]) {
            broken++;
          }
        });
    socket.write(request);
  }

  private static boolean ends(Buffer piece) {
    String text = piece.toString();
    return text.contains("[DONE]")
        || text.contains("\"done\":true")
        || text.contains("event: message_stop")
        || text.contains("event: response.completed");
  }

  /**
   * Each chunk's content begins with the instant of its sending between two at signs. Some formats
   * repeat all of it at the end, which is no chunk.
   *
   * @param before the latest instant that this stream has told
   * @return the same with this piece
   */
  private long sample(Buffer piece, long now, long before) {
    long latest = before;
    for (int i = 0; i < piece.length(); i++) {
      if (piece.getByte(i) == '@') {
        long sent = 0;
        int j = i + 1;
        while (j < piece.length() && piece.getByte(j) >= '0' && piece.getByte(j) <= '9') {
          sent = sent * 10 + piece.getByte(j) - '0';
          j++;
        }
        if (j < piece.length() && piece.getByte(j) == '@' && j > i + 1) {
          if (samples < MOST_SAMPLES && sent > latest) {
            delays[samples++] = now - sent;
          }
          latest = Math.max(latest, sent);
          i = j;
        }
      }
    }
    return latest;
  }
}
