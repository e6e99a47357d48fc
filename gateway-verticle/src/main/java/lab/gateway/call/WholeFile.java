package lab.gateway.call;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A small file that is there as a whole or not at all, whenever the machine stops. Blocks. */
public final class WholeFile {
  private final Path path;

  public WholeFile(Path path) {
    this.path = path;
  }

  /** What is in it; null where it is not there. */
  public byte @Nullable [] read() throws IOException {
    return Files.exists(path) ? Files.readAllBytes(path) : null;
  }

  /** Puts this in its place; on return it is on the disk. */
  public void write(byte[] bytes) throws IOException {
    Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
    var unused = Files.createDirectories(folder);
    Path beside = Files.createTempFile(folder, path.getFileName().toString(), ".new", onlyOurs());
    try {
      try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          int unusedCount = channel.write(rest);
        }
        channel.force(true);
      }
      Path unusedMoved = Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
      forceName(folder);
    } finally {
      boolean unusedLeft = Files.deleteIfExists(beside);
    }
  }

  private FileAttribute<?>[] onlyOurs() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** The new name is in the folder, which is written apart. */
  private static void forceName(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
