package lab.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that the bench started: its cost, and its end. */
final class Child implements AutoCloseable {
  private static final double TICKS_PER_SECOND = 100; // USER_HZ, fixed on Linux.

  private final String name;
  private final Process process;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** Starts a command and waits until its output has a line with this word, or any output. */
  static Child start(String name, List<String> command, String ready) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    if (!ready.isEmpty()) {
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line;
      do {
        line = out.readLine();
        if (line == null) {
          throw new IOException(name + " ended before it was ready: " + command);
        }
      } while (!line.contains(ready));
      Thread.ofVirtual().start(() -> readOn(out));
    }
    return new Child(name, process);
  }

  /** Or the process would wait for room in its pipe. */
  private static void readOn(BufferedReader out) {
    try {
      out.lines().forEach(ignored -> {});
    } catch (UncheckedIOException ended) {
      // It was stopped.
    }
  }

  String name() {
    return name;
  }

  /** CPU seconds, user and system, of the process and its children. */
  double cpuSeconds() {
    return all().mapToDouble(Child::cpuOf).sum();
  }

  /** CPU seconds of those that the compilers of a JVM took; 0 for any other process. */
  double compilerSeconds() {
    return all().flatMap(Child::threads).filter(Child::compiles).mapToDouble(Child::cpuAt).sum();
  }

  private static Stream<Path> threads(long pid) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return tasks.toList().stream();
    } catch (IOException gone) {
      return Stream.of();
    }
  }

  private static boolean compiles(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).matches("(?s)C[12] Compiler.*");
    } catch (IOException gone) {
      return false;
    }
  }

  /** Resident memory in megabytes, of the process and its children. */
  long residentMegabytes() {
    return all().mapToLong(Child::residentOf).sum() / 1024;
  }

  private Stream<Long> all() {
    return Stream.concat(Stream.of(process.pid()), process.descendants().map(ProcessHandle::pid));
  }

  private static double cpuOf(long pid) {
    return cpuAt(Path.of("/proc/" + pid));
  }

  private static double cpuAt(Path task) {
    try {
      String stat = Files.readString(task.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    } catch (IOException gone) {
      return 0;
    }
  }

  private static long residentOf(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    } catch (UncheckedIOException gone) {
      return 0;
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
