package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void ofTheSameTextNothingIsTold() {
    assertThat(Lines.diff("a", "one\ntwo\n", "one\ntwo\n")).isEmpty();
  }

  @Test
  void linesThatWentAndCameHaveTheirNumbers() {
    assertThat(Lines.diff("a", "one\ntwo\nthree\nfour\n", "one\n2\nthree\nmore\nfour\n"))
        .containsExactly("a", "- 2: two", "+ 2: 2", "+ 4: more");
  }

  @Test
  void aFileThatCameIsAllNew() {
    assertThat(Lines.diff("a", "", "one\ntwo\n")).containsExactly("a", "+ 1: one", "+ 2: two");
  }
}
