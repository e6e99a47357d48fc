package lab.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a node has its state folder for itself: two that write to one take each other's
 * keys. Held by a process for as long as it runs, whatever it ends by. Blocks.
 */
final class StateLock implements AutoCloseable {
  /** The file in the folder; nothing is in it. */
  static final String FILE = "lock";

  private final @Nullable FileChannel channel;
  private final boolean shared;

  private StateLock(@Nullable FileChannel channel, boolean shared) {
    this.channel = channel;
    this.shared = shared;
  }

  /** Takes the folder, which need not be there yet; where nothing can be written, nobody does. */
  static StateLock of(Path folder) {
    try {
      Path unused = Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new StateLock(channel, !locks(channel));
    } catch (IOException unwritable) {
      return new StateLock(null, false);
    }
  }

  private static boolean locks(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException thisProcess) {
      return false;
    } catch (IOException unsupported) {
      return true;
    }
  }

  /** Whether another node uses the folder too. */
  boolean isShared() {
    return shared;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
