package lab.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaTest {
  @ParameterizedTest
  @CsvSource({
    "/, PUBLIC",
    "/health/readiness, PUBLIC",
    "/health/readiness/, PUBLIC",
    "/metrics, METRICS",
    "/metrics/, METRICS",
    "/v1/models, CLIENTS",
    "/cache/ping, CLIENTS",
    "/cache/ping/, CLIENTS",
    "/no/such/path, CLIENTS",
    "/administrator, CLIENTS",
    "/admin, OPERATORS",
    "/admin/, OPERATORS",
    "/admin/any/new/page, OPERATORS",
    "/ADMIN/providers, OPERATORS",
    "/cache/flushall, OPERATORS",
    "/cache/any, OPERATORS",
    "/key/any, OPERATORS",
    "/health, OPERATORS",
    "/health/readiness/details, OPERATORS",
    "/v1/health, OPERATORS"
  })
  void aPathIsClosedUnlessItIsNamed(String path, Area area) {
    assertThat(Area.of(path)).isEqualTo(area);
  }
}
