package lab.gateway.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  private final Path folder;

  public WholeFile(Path path) {
    this.path = path;
    this.folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
  }

  /** What is in it; null where it is not there, and a failure where nobody may look for it. */
  public byte @Nullable [] read() throws IOException {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  /** Puts this in its place; on return it is on the disk. */
  public void write(byte[] bytes) throws IOException {
    put(bytes, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Likewise, where nothing is in its place yet; returns whether that was so. */
  public boolean writeNew(byte[] bytes) throws IOException {
    try {
      put(bytes);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  private void put(byte[] bytes, CopyOption... how) throws IOException {
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
      Path unusedMoved = Files.move(beside, path, how);
      forceName();
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
  private void forceName() throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
