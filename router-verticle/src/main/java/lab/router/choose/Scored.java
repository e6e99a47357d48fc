package lab.router.choose;

/** An ordering by a number, least first. Ties go by what the moment prefers, then by the list. */
interface Scored extends Ordering {
  /** By what an option is ranked; never NaN. */
  double score(Option option, Moment moment);

  @Override
  default boolean ties(Option one, Option other, Moment moment) {
    return Double.compare(score(one, moment), score(other, moment)) == 0;
  }
}
