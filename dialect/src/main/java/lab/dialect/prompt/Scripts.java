package lab.dialect.prompt;

/**
 * What a character beyond ASCII costs, by its script, in {@link TextMeter}'s parts of a token. The
 * newer vocabularies are the measure; older ones take up to half as much again for what is not
 * Latin.
 */
final class Scripts {
  private static final int LATIN = 72;
  private static final int GREEK = 29;
  private static final int CYRILLIC = 21;
  private static final int ARABIC = 26;
  private static final int INDIC = 29;
  private static final int SIGN = 58;
  private static final int KANA = 44;
  private static final int HAN = 43;
  private static final int HANGUL = 51;

  /** Emoji and whatever is rare; even, for each half of a surrogate pair costs half. */
  private static final int RARE = 128;

  private Scripts() {}

  /** The cost of one character, or of one half of a surrogate pair. */
  static int cost(int character) {
    if (character < 0x300) {
      return LATIN;
    } else if (character < 0x800) {
      return character < 0x400 ? GREEK : character < 0x530 ? CYRILLIC : ARABIC;
    } else if (character < 0x2000) {
      return isLatin(character) ? LATIN : INDIC;
    } else if (character < 0x4E00) {
      return character < 0x3040 ? SIGN : character < 0x3400 ? KANA : HAN;
    } else if (character < 0xD800) {
      return character < 0xA000 ? HAN : HANGUL;
    } else if (character < 0xE000) {
      return RARE / 2;
    }
    return character < 0x10000 ? SIGN : RARE;
  }

  /** Whether it stands in the middle of words of Latin letters. */
  static boolean isLatin(int character) {
    return character < 0x300 ? character >= 0xC0 : character >= 0x1E00 && character < 0x1F00;
  }
}
