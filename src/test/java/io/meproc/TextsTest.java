package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The patterns of CONTRIBUTING.md, section Texts, that a program can check. */
class TextsTest {
    /** Such a Javadoc has no subject, or describes code as a person. "What happens" and "what a replica executes" name a thing. */
    private static final Pattern HEADLESS = Pattern.compile(
            "/\\*\\*[\\s*]*((?:Who|Whom|Whose|Where|Takes|Tells|Hears|Says|Asks|Looks|Gives|Lets|Has|Have"
                    + "|Somebody|Nobody|Those|Some|The same,)\\b[^\\n]*|What (?!happens|happened|a |is sent)[^\\n]*)");

    private static final Pattern VERB = Pattern.compile(
            "(?:tell|tells|told|say|says|said|hear|hears|heard|look|looks|looked|take|takes|give|gives|gave|ask|asks|asked)"
                    + "(?:[A-Z].*)?");

    /** Not yet described in the terms of the glossary. */
    private static final String EXCEPTED = "process";

    @Test
    void everyJavadocBeginsWithItsSubject() throws IOException {
        List<String> headless = new ArrayList<>();
        for (Path file : sources()) {
            HEADLESS.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .forEach(text -> headless.add(file + ": " + text));
        }
        assertThat(headless).isEmpty();
    }

    @Test
    void noMethodIsNamedByAVerbThatTheGlossaryReplaces() {
        List<String> named = new ArrayList<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.meproc")) {
            each.getMethods().stream()
                    .filter(method -> !each.getPackageName().endsWith("." + EXCEPTED))
                    .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                    .filter(method -> VERB.matcher(method.getName()).matches())
                    .map(JavaMember::getFullName)
                    .forEach(named::add);
        }
        assertThat(named).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/" + EXCEPTED + "/"))
                    .toList();
        }
    }
}
