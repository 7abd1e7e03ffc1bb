package io.procpool.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may know whom. The build's module dependencies keep out what is not on the class path at all;
 * these rules also hold inside it, and say it where a reader looks.
 */
class ArrowsTest {

  private static final String API = "io.procpool";
  private static final String SPI = "io.procpool.spi..";
  private static final String IPC = "io.procpool.ipc..";
  private static final String WORKER = "io.procpool.worker..";
  private static final String RUNTIME = "io.procpool.runtime..";

  private static JavaClasses procpool;

  @BeforeAll
  static void readClasses() {
    procpool =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.procpool");
  }

  @Test
  void apiKnowsOnlyTheJdkAndAnnotations() {
    classes()
        .that()
        .resideInAnyPackage(API, SPI)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(API, SPI, "java..", "javax.net..", "org.jspecify.annotations")
        .check(procpool);
  }

  @Test
  void ipcKnowsNeitherSide() {
    noClasses()
        .that()
        .resideInAPackage(IPC)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(WORKER, RUNTIME)
        .check(procpool);
  }

  @Test
  void workerNeverImportsRuntime() {
    noClasses()
        .that()
        .resideInAPackage(WORKER)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(RUNTIME, "com.google.common..", "io.micrometer..")
        .check(procpool);
  }

  @Test
  void runtimeNeverImportsWorker() {
    noClasses()
        .that()
        .resideInAPackage(RUNTIME)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(WORKER)
        .check(procpool);
  }

  @Test
  void whatIsKnownOfAClassIsKeptInOneRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.procpool.ipc.classes..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ClassValue")
        .because("a ClassValue of a class of the JDK keeps procpool's loader alive")
        .check(procpool);
  }

  @Test
  void libcIsCalledOnlyFromItsOwnRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.procpool.ipc.posix..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.foreign.Linker")
        .check(procpool);
  }

  @ParameterizedTest
  @ValueSource(strings = {"util", "common", "impl", "helper"})
  void noPackageIsARoomForAnything(String name) {
    noClasses().should().resideInAPackage(".." + name + "..").check(procpool);
  }

  @Test
  void classesAreNamedByWhatTheyDo() {
    noClasses()
        .should()
        .haveNameMatching(".*\\.(Abstract|Base|Default)[A-Z]\\w*")
        .orShould()
        .haveNameMatching(".*\\.\\w*(Impl|Utils?|Helper)")
        .check(procpool);
  }
}
