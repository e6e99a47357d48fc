package lab.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import lab.contract.bus.Bus;
import org.jspecify.annotations.NullMarked;

/** The rules of ARCHITECTURE.md, as far as a machine can keep them. */
@AnalyzeClasses(packages = "lab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final List<String> VERTICLES =
      List.of("lab.gateway", "lab.router", "lab.health", "lab.metrics");

  @ArchTest
  static void aVerticleModuleKnowsNoOther(JavaClasses all) {
    for (String one : VERTICLES) {
      for (String other : VERTICLES) {
        if (!one.equals(other)) {
          noClasses()
              .that()
              .resideInAPackage(one + "..")
              .should()
              .dependOnClassesThat()
              .resideInAPackage(other + "..")
              .check(all);
        }
      }
    }
  }

  @ArchTest
  static final ArchRule THE_CONTRACT_DEPENDS_ON_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("lab.contract..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "lab.dialect..",
              "lab.config..",
              "lab.gateway..",
              "lab.router..",
              "lab.health..",
              "lab.metrics..",
              "lab.app..");

  @ArchTest
  static final ArchRule WIRE_FORMATS_DO_NO_IO =
      noClasses()
          .that()
          .resideInAPackage("lab.dialect..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..", "java.net.http..", "java.nio.file..");

  @ArchTest
  static final ArchRule THE_ROUTER_NEVER_SEES_A_BODY =
      noClasses()
          .that()
          .resideInAPackage("lab.router..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("lab.dialect..", "io.vertx.core.http..");

  @ArchTest
  static final ArchRule MODULES_HAVE_NO_CYCLES =
      slices().matching("lab.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_BUS_TOUCHES_THE_EVENT_BUS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Bus.class.getName())
          .should()
          .callMethod(Vertx.class, "eventBus");

  @ArchTest
  static final ArchRule ONLY_CONFIG_AND_THE_COMMAND_READ_THE_ENVIRONMENT =
      noClasses()
          .that()
          .resideOutsideOfPackages("lab.config..", "lab.app..")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  @ArchTest
  static final ArchRule JSON_OBJECTS_STAY_WHERE_JSON_IS_WRITTEN =
      noClasses()
          .that()
          .resideInAnyPackage("lab.contract..", "lab.router.plan..", "lab.gateway.upstream..")
          .or()
          .resideInAnyPackage("lab.gateway.relay..", "lab.gateway.call..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("io\\.vertx\\.core\\.json\\.Json(Object|Array)");

  @ArchTest
  static final ArchRule NO_DRAWER_FOR_EVERYTHING =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Common)")
          .orShould()
          .resideInAnyPackage("..util..", "..common..", "..impl..", "..shared..");

  @ArchTest
  static final ArchRule ONLY_TWO_CLASSES_KNOW_WHO_MANAGES_THE_CLUSTER =
      noClasses()
          .that()
          .haveNameNotMatching("lab\\.app\\.(Clustering|MemberConfig)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster..");

  @ArchTest
  static final ArchRule ONLY_ONE_PACKAGE_KNOWS_WHO_TAKES_TRACES =
      noClasses()
          .that()
          .resideOutsideOfPackage("lab.app.trace..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule VERTICLES_ARE_SHELLS =
      classes()
          .that()
          .areAssignableTo(VerticleBase.class)
          .should(haveAtMostFourMethodsOfTheirOwn());

  @ArchTest
  static void theContractStaysSmall(JavaClasses all) {
    long types =
        all.stream()
            .filter(type -> type.getPackageName().startsWith("lab.contract"))
            .filter(
                type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
            .count();
    assertThat(types).isLessThanOrEqualTo(40);
  }

  @ArchTest
  static void everyPackageSaysWhatLivesInIt(JavaClasses all) {
    List<String> silent =
        all.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(holder -> !holder.isAnnotatedWith(NullMarked.class))
            .filter(holder -> !holder.getClasses().isEmpty())
            .map(holder -> holder.getName())
            .sorted()
            .toList();
    assertThat(silent).isEmpty();
  }

  private static ArchCondition<JavaClass> haveAtMostFourMethodsOfTheirOwn() {
    return new ArchCondition<>("have at most four methods of their own") {
      @Override
      public void check(JavaClass verticle, ConditionEvents events) {
        long methods =
            verticle.getMethods().stream()
                .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                .count();
        if (methods > 4) {
          events.add(
              SimpleConditionEvent.violated(
                  verticle, verticle.getName() + " has " + methods + " methods"));
        }
      }
    };
  }
}
