package lab.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * What a process prints. Java forgets why something could not be printed, and that it was lost; a
 * new key that is nowhere, or half a file, must not look like a success.
 */
final class Printed extends FilterOutputStream {
  /** Whoever reads has seen enough, such as {@code head}: nothing is lost. */
  private static final String LEFT = "Broken pipe";

  private volatile @Nullable IOException failure;

  Printed(OutputStream to) {
    super(to);
  }

  /** Standard output, through this from now on. */
  static Printed standard() {
    Printed printed = new Printed(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(printed, true, System.out.charset()));
    return printed;
  }

  /** Whether all was printed that somebody wants; else tells why not. */
  boolean whole(PrintStream err) {
    IOException why = failure;
    if (why == null || LEFT.equals(why.getMessage())) {
      return true;
    }
    err.println("lab: not all of the output could be written: " + Told.of(why).getMessage());
    return false;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException full) {
      failure = full;
      throw full;
    }
  }
}
