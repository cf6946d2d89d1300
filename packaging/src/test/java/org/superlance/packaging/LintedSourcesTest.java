package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Error Prone and NullAway compile the sources of all modules, which lint/pom.xml lists. */
class LintedSourcesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern SOURCE = Pattern.compile("<source>\\.\\./(.*)</source>");

    @Test
    void areThoseOfAllModules() throws IOException {
        List<Path> linted = SOURCE.matcher(Files.readString(ROOT.resolve("lint/pom.xml")))
                .results()
                .map(source -> ROOT.resolve(source.group(1)))
                .toList();

        assertThat(linted).containsExactlyInAnyOrderElementsOf(sources());
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.filter(module -> Files.exists(module.resolve("pom.xml")))
                    .flatMap(module ->
                            Stream.of("src/main/java", "src/test/java").map(module::resolve))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }
}
