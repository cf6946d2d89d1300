package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    /** {@code ClassTest.method} in backquotes. */
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void everyTestThatTheSecurityPageNamesExists() throws Exception {
        List<MatchResult> tests =
                TEST.matcher(text("docs/security.md")).results().toList();

        assertThat(tests).hasSizeGreaterThan(4);
        for (MatchResult test : tests) {
            assertThat(sourceOf(test.group(1))).as(test.group()).contains("void " + test.group(2) + "(");
        }
    }

    @Test
    void theSecurityPageAndTheVexFileNameEveryKnownHoleOfTheXmlRpcLibrary() throws Exception {
        for (String hole : List.of("CVE-2016-5002", "CVE-2016-5003", "CVE-2016-5004", "CVE-2019-17570")) {
            assertThat(text("docs/security.md")).contains(hole);
            assertThat(text("docs/superlance-java.vex.json")).contains(hole);
        }
    }

    @Test
    void theCopyrightFileNamesEveryLibrary() throws Exception {
        String copyright = Files.readString(Path.of("src/main/doc/copyright"));

        Path mail = Path.of(Session.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(new ThirdPartyLicenses(List.of(mail)).notices()).contains("Eclipse Public License", "stack maps");
        for (String library : libraries()) {
            assertThat(copyright).containsPattern("Files: .*\\b" + Pattern.quote(library) + "\\b");
        }
    }

    /** The artifacts in the JAR with everything, by what the build says of the class path of this module's main classes. */
    private static List<String> libraries() throws IOException {
        String superlance = text("listener-core/pom.xml") + text("timemon/pom.xml");
        return Pattern.compile("<artifactId>([\\w.-]+)</artifactId>\\s*</dependency>")
                .matcher(superlance)
                .results()
                .map(result -> result.group(1))
                .filter(name -> !name.equals("listener-core"))
                .toList();
    }

    private static String sourceOf(String testClass) throws IOException {
        try (Stream<Path> files = Files.find(
                TOP,
                12,
                (path, attributes) ->
                        path.endsWith(testClass + ".java") && path.toString().contains("src/test"))) {
            return Files.readString(files.findFirst().orElseThrow(() -> new AssertionError("no test " + testClass)));
        }
    }

    private static String text(String file) throws IOException {
        return Files.readString(TOP.resolve(file));
    }
}
