package io.meproc;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.meproc.logs.LogStore;
import io.vertx.core.eventbus.EventBus;
import it.sauronsoftware.cron4j.SchedulingPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packages, who may know whom, and the habits that hold everywhere. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.meproc");

    private static final Pattern WORD_IN_NAMES = Pattern.compile("`([A-Z][a-z]+)`");

    /** Classes from before the glossary; the list only shrinks. */
    private static final Set<String> NOT_YET_RENAMED = Set.of("LookUp", "Wish");

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
        "http, api hook json bus logs store task text",
        "api, hook json bus store task text",
        "hook, json bus logs store task",
        "supervisor, bus store task",
        "store, json bus task",
        "probe, bus logs task",
        "process, bus linux logs task",
        "process.spawn, process.account process.scan process.watch linux logs task",
        "process.watch, process.scan linux task",
        "process.scan, process.account process.context bus linux task",
        "process.account, linux task",
        "process.context, process.context",
        "logs, bus linux task",
        "linux, linux",
        "json, task text",
        "bus, task",
        "text, text"
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
    void readersOfLogsSendMessagesToTheirOwner() {
        noClasses()
                .that()
                .resideInAnyPackage("io.meproc.http..", "io.meproc.probe..", "io.meproc.hook..")
                .should()
                .dependOnClassesThat(type(LogStore.class))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.meproc",
                        "io.meproc.logs..",
                        "io.meproc.process..",
                        "io.meproc.http..",
                        "io.meproc.probe..",
                        "io.meproc.hook..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.meproc.logs..")
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
    void noNameUsesAWordThatTheGlossaryReplaces() throws IOException {
        Set<String> replaced = wordsThatTheGlossaryReplaces();
        assertThat(replaced).hasSizeGreaterThan(20);

        Set<String> named = CLASSES.stream()
                .map(JavaClass::getSimpleName)
                .filter(simpleName -> wordsOf(simpleName).anyMatch(replaced::contains))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named)
                .as("classes with a word of the column \"Not\" of the glossary in CONTRIBUTING.md; "
                        + "take a class that was renamed or deleted off NOT_YET_RENAMED")
                .containsExactlyInAnyOrderElementsOf(NOT_YET_RENAMED);
    }

    @Test
    void contributingListsEveryPackage() throws IOException {
        String table = section("Where things are");

        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .allSatisfy(name -> assertThat(table)
                        .contains(name.equals("io.meproc") ? "| (root) |" : "| `" + name.substring(10) + "` |"));
    }

    private static Set<String> wordsThatTheGlossaryReplaces() throws IOException {
        return section("Glossary")
                .lines()
                .filter(line -> line.startsWith("| "))
                .flatMap(line -> WORD_IN_NAMES
                        .matcher(line.substring(line.lastIndexOf('|', line.length() - 2)))
                        .results()
                        .map(found -> found.group(1)))
                .collect(Collectors.toSet());
    }

    private static String section(String title) throws IOException {
        String page = Files.readString(Path.of("CONTRIBUTING.md"));
        String start = "\n## " + title + "\n";
        int from = page.indexOf(start) + start.length();
        return page.substring(from, page.indexOf("\n## ", from));
    }

    /** Of a name in camel case: {@code StopPlans} has the words Stop, Plans and Plan. */
    private static Stream<String> wordsOf(String simpleName) {
        return Stream.of(simpleName.split("(?=[A-Z])"))
                .flatMap(word ->
                        word.endsWith("s") ? Stream.of(word, word.substring(0, word.length() - 1)) : Stream.of(word));
    }

    @Test
    void nobodySleepsOrPrintsStackTraces() {
        // Calls and references to methods, of Thread and of TimeUnit. The reaper has a thread for nothing else.
        noClasses()
                .that()
                .doNotHaveSimpleName("OrphanReaper")
                .should()
                .accessTargetWhere(target(nameMatching("printStackTrace|sleep")))
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
                        "io.meproc.text..",
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
