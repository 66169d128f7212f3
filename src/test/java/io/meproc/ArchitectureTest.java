package io.meproc;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.eventbus.EventBus;
import it.sauronsoftware.cron4j.SchedulingPattern;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packages, who may know whom, and the habits that hold everywhere. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.meproc");

    @ParameterizedTest
    @CsvSource({
        "http, supervisor",
        "http, process",
        "supervisor, http",
        "supervisor, process",
        "process, http",
        "process, supervisor"
    })
    void theVerticlesNeverSeeEachOther(String one, String other) {
        noClasses()
                .that()
                .resideInAPackage("io.meproc." + one + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.meproc." + other + "..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "http, api json bus task",
        "api, json bus task",
        "supervisor, bus task",
        "process, bus task",
        "json, task",
        "bus, task"
    })
    void aPackageKnowsThoseBelowIt(String own, String below) {
        String[] known = Stream.concat(Stream.of(own), Stream.of(below.split(" ")))
                .map(name -> "io.meproc." + name + "..")
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage("io.meproc." + own + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(known).or(resideOutsideOfPackage("io.meproc..")))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theCoreIsPure() {
        classes()
                .that()
                .resideInAPackage("io.meproc.task..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("io.meproc.task..", "java..", "org.jspecify..", "org.pcollections..")
                                .or(type(SchedulingPattern.class)))
                .check(CLASSES);
    }

    @Test
    void everyMessageGoesThroughTheLocalBus() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.meproc.bus..")
                .should()
                .dependOnClassesThat(type(EventBus.class))
                .check(CLASSES);
    }

    @Test
    void theCoreKnowsNoClockAndNoThread() {
        noClasses()
                .that()
                .resideInAPackage("io.meproc.task..")
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                        .or(type(Thread.class))
                        .or(type(Clock.class)))
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void onlyTheRootKnowsTheConfiguration() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.meproc", "io.meproc.config..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.meproc.config..")
                .check(CLASSES);
    }

    @Test
    void nobodyKnowsTheRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.meproc")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.meproc")
                .check(CLASSES);
    }

    @Test
    void noPackagesGoRoundInCircles() {
        slices().matching("(io.meproc..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void namesAreNounsOfTheDomain() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Data|Info)")
                .check(CLASSES);
    }

    @Test
    void nobodySleepsOrPrintsStackTraces() {
        noClasses()
                .should()
                .callMethodWhere(target(name("printStackTrace")))
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(CLASSES);
    }

    @Test
    void theClientIsAProgramOfItsOwn() {
        classes()
                .that()
                .resideInAPackage("io.meproc.cli..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.meproc.cli..",
                        "java..",
                        "javax.net..",
                        "picocli..",
                        "com.fasterxml.jackson.core..",
                        "com.fasterxml.jackson.databind..",
                        "org.jspecify.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.meproc.cli..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.meproc.cli..", "picocli.."))
                .check(CLASSES);
    }

    @Test
    void theClientStartsQuickly() {
        noClasses()
                .that()
                .resideInAPackage("io.meproc.cli..")
                .should()
                .dependOnClassesThat(type(ObjectMapper.class).or(resideInAPackage("java.net.http..")))
                .check(CLASSES);
    }

    @Test
    void onlyTheRootWritesToTheTerminal() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.meproc")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }
}
