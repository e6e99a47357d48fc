package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ToldTest {
  @Test
  void whatIsWrongWithAFileIsSaidWithItsName() {
    assertThat(told(new NoSuchFileException("/a"))).isEqualTo("/a is not there");
    assertThat(told(new AccessDeniedException("/a")))
        .startsWith("/a can not be used: access is denied to the user ");
    assertThat(told(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("/a can not be used: No space left on device");
    assertThat(told(new FileAlreadyExistsException("/a")))
        .contains("FileAlreadyExists")
        .endsWith(": /a");
  }

  @Test
  void whatHasNoWordsIsNamed() {
    assertThat(told(new IOException("broken"))).isEqualTo("broken");
    assertThat(told(new IOException())).isEqualTo("java.io.IOException");
  }

  private static String told(IOException failure) {
    return String.valueOf(Told.of(failure).getMessage());
  }
}
