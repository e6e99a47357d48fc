package lab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference is the catalogue; {@code -Dlab.metrics.write} writes it. */
class CatalogueTest {
  private static final Path REFERENCE = Path.of("..", "docs", "metrics.md");
  private static final String BEGIN = "<!-- from the catalogue -->\n";

  @Test
  void theReferenceHasEveryMetricAsTheCatalogueSaysIt() throws IOException {
    String text = Files.readString(REFERENCE);
    String before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
    String generated = before + "\n" + Catalogue.tables();
    if (System.getProperty("lab.metrics.write") != null) {
      Files.writeString(REFERENCE, generated);
    }

    assertThat(Files.readString(REFERENCE))
        .as(
            "write it again: mvn test -pl metrics-verticle -am -Dtest=CatalogueTest"
                + " -Dlab.metrics.write")
        .isEqualTo(generated);
  }

  @Test
  void aMeaningIsTextThatNeedsNoEscapesInAScrape() {
    assertThat(Catalogue.all())
        .extracting(Family::help)
        .noneMatch(help -> help.matches("(?s).*[\"\\\\\n].*"));
  }

  @Test
  void noNameIsDefinedTwice() {
    assertThat(Catalogue.all().map(Family::name)).doesNotHaveDuplicates();
  }

  @Test
  void whatACounterIsCalledEndsInTotalAndNothingElseDoes() {
    assertThat(Catalogue.all())
        .allSatisfy(
            family ->
                assertThat(family.name().endsWith("_total"))
                    .as(family.name())
                    .isEqualTo(family.kind() == Family.Kind.COUNTER));
  }
}
