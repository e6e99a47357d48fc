package lab.config;

import java.util.List;

/** What came of loading a folder. */
public sealed interface Loading {

  /** Everything that was found, errors first, then by place. */
  List<Finding> findings();

  /** It can be used; the findings are warnings and infos. */
  record Valid(Configuration configuration, List<Finding> findings) implements Loading {
    public Valid {
      findings = List.copyOf(findings);
    }
  }

  /** It can not; at least one finding is an error. */
  record Invalid(List<Finding> findings) implements Loading {
    public Invalid {
      findings = List.copyOf(findings);
    }
  }

  /** The folder or a needed file could not be read at all. */
  record Unreadable(String because, List<Finding> findings) implements Loading {
    public Unreadable {
      findings = List.copyOf(findings);
    }
  }
}
