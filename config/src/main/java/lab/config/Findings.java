package lab.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lab.contract.SourceRef;

/** What has been found so far, over all files of a folder. One thread. */
final class Findings {
  private static final Comparator<Finding> ERRORS_FIRST_THEN_BY_PLACE =
      Comparator.comparing(Finding::severity)
          .thenComparing(found -> found.at().file())
          .thenComparing(found -> found.at().line())
          .thenComparing(found -> found.at().column());

  // A set: a value that several places share through an anchor is wrong once.
  private final Set<Finding> all = new LinkedHashSet<>();
  private boolean errors;

  void error(SourceRef at, String message) {
    errors = true;
    all.add(new Finding(Finding.Severity.ERROR, at, message));
  }

  void warning(SourceRef at, String message) {
    all.add(new Finding(Finding.Severity.WARNING, at, message));
  }

  void info(SourceRef at, String message) {
    all.add(new Finding(Finding.Severity.INFO, at, message));
  }

  int size() {
    return all.size();
  }

  boolean hasErrors() {
    return errors;
  }

  List<Finding> sorted() {
    return all.stream().sorted(ERRORS_FIRST_THEN_BY_PLACE).toList();
  }
}
