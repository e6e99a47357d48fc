package lab.dialect.prompt;

/**
 * What a prompt shows of its structure: code blocks, the files it names, numbered lines. {@link
 * TextMeter} finds the places to look at. One thread at a time.
 */
final class Structure {
  private int steps;
  private int firstFile;
  private boolean twoFiles;
  private boolean codeBlock;
  private int keptSteps;
  private int keptFile;
  private boolean keptTwo;

  /** Forgets what was seen. */
  void begin() {
    steps = 0;
    firstFile = 0;
    twoFiles = false;
    codeBlock = false;
  }

  /** Keeps what was seen, to go back to it. */
  void keep() {
    keptSteps = steps;
    keptFile = firstFile;
    keptTwo = twoFiles;
  }

  /** Forgets what was seen since {@link #keep}, as it is to be seen again. */
  void goBack() {
    steps = keptSteps;
    firstFile = keptFile;
    twoFiles = keptTwo;
  }

  boolean hasCodeBlock() {
    return codeBlock;
  }

  boolean namesTwoFiles() {
    return twoFiles;
  }

  /** A number for the first file, equal for equal names; 0 where none is named. */
  int firstFile() {
    return firstFile;
  }

  /** How many lines begin with a number and a dot or a bracket. */
  int numberedLines() {
    return steps;
  }

  /** Looks at the begin of a line. */
  void line(byte[] json, int from, int end) {
    steps += isNumbered(json, from, end) ? 1 : 0;
  }

  /**
   * Looks at dots and backticks among eight bytes.
   *
   * @param at where the eight begin
   * @param marks the high bit of each byte to look at, the first of them lowest
   * @param plainFrom where the plain ASCII begins that they are in
   */
  void look(byte[] json, int at, long marks, int plainFrom, int end) {
    for (long left = marks; left != 0 && !(codeBlock && twoFiles); left &= left - 1) {
      int place = at + (Long.numberOfTrailingZeros(left) >>> 3);
      if (json[place] == '.') {
        note(FileNames.at(json, plainFrom, place, end));
      } else if (place + 2 < end) {
        codeBlock |= json[place + 1] == '`' && json[place + 2] == '`';
      }
    }
  }

  private void note(int file) {
    if (file != 0) {
      twoFiles |= firstFile != 0 && firstFile != file;
      firstFile = firstFile == 0 ? file : firstFile;
    }
  }

  private static boolean isNumbered(byte[] json, int from, int end) {
    int at = from;
    while (at < end && json[at] == ' ') {
      at++;
    }
    int number = at;
    while (at < end && at < number + 2 && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    return at > number
        && at + 1 < end
        && (json[at] == '.' || json[at] == ')')
        && json[at + 1] == ' ';
  }
}
