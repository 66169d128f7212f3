package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What keeps a class readable: short methods and few collaborators, however many lines the file has. */
class SourceShapeTest {
    private static final int MOST_LINES_OF_A_METHOD = 40;
    private static final int MOST_COLLABORATORS = 12;

    @Test
    void noMethodIsLongerThanFortyLines() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<String> tooLong = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                new LongMethods(unit, positions, tooLong).scan(unit, null);
            }
            assertThat(tooLong).isEmpty();
        }
    }

    @Test
    void noClassKeepsMoreThanTwelveCollaborators() {
        Map<String, List<String>> tooMany = new TreeMap<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.meproc")) {
            List<String> collaborators = each.getFields().stream()
                    .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                    .map(JavaField::getRawType)
                    .filter(SourceShapeTest::collaborates)
                    .map(JavaClass::getSimpleName)
                    .distinct()
                    .toList();
            if (collaborators.size() > MOST_COLLABORATORS) {
                tooMany.put(each.getName(), collaborators);
            }
        }
        assertThat(tooMany).isEmpty();
    }

    /** Whether it does something, rather than being a value. */
    private static boolean collaborates(JavaClass type) {
        return type.getPackageName().startsWith("io.meproc") && !type.isRecord() && !type.isEnum();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> java =
                    files.filter(path -> path.toString().endsWith(".java")).toList();
            assertThat(java).isNotEmpty();
            return java;
        }
    }

    private static final class LongMethods extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> found;

        LongMethods(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            if (method.getBody() != null) {
                LineMap lines = unit.getLineMap();
                long length = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()))
                        - lines.getLineNumber(positions.getStartPosition(unit, method.getBody()))
                        + 1;
                if (length > MOST_LINES_OF_A_METHOD) {
                    found.add(unit.getSourceFile().getName() + ": " + method.getName() + ", " + length + " lines");
                }
            }
            return super.visitMethod(method, null);
        }
    }
}
