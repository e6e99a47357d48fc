package lab.config.condition;

/** One side of a comparison, before it is known whether the two fit. */
sealed interface Operand {
  /** Where it begins, in characters from 0. */
  int at();

  /** What a request has. */
  record Subject(int at, Source source) implements Operand {}

  /** A text in quotes. */
  record Text(int at, String value) implements Operand {}

  /** A number. */
  record Numeral(int at, double value) implements Operand {}

  /** {@code true} or {@code false}. */
  record Truth(int at, boolean value) implements Operand {}
}
