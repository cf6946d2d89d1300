package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/** Every section that a document shows, pasted into one supervisord.conf. */
class DocumentedSectionsIT {

    private static final Path JAR = PackagedCommand.file("superlance");

    @TempDir
    Path directory;

    @Test
    void allOfThemRun() {
        List<DocumentedExample> documentedExamples = DocumentedExample.settings()
                .filter(documentedExample -> !documentedExample.events().isEmpty())
                .filter(documentedExample -> !documentedExample.words().get(0).equals("superlance"))
                .toList();
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                // tells when a listener is ready, and so has taken its options
                .settings("loglevel=debug")
                .environment("SUPERLANCE_STATE_DIR", directory.resolve("state").toString());
        for (int i = 0; i < documentedExamples.size(); i++) {
            builder.section(
                    "eventlistener:" + name(i),
                    "command=" + JAR + " " + documentedExamples.get(i).command().replace("/var/", directory + "/"),
                    "events=" + documentedExamples.get(i).events(),
                    RealSupervisord.credentials());
        }

        try (RealSupervisord server = builder.start()) {
            for (int i = 0; i < documentedExamples.size(); i++) {
                String ready = name(i) + ": ACKNOWLEDGED -> READY";
                server.await(
                        documentedExamples.get(i).toString(), () -> server.log().contains(ready) || hasEnded(server));
            }

            assertThat(server.log())
                    .doesNotContain("exited: ", "UNKNOWN", "entered BACKOFF", "entered FATAL", "gave up", "rejected");
            for (int i = 0; i < documentedExamples.size(); i++) {
                assertThat(server.stderrOf(name(i)))
                        .as(documentedExamples.get(i).toString())
                        .doesNotContain("Exception", "Usage:", "is not usable", "cannot be used");
            }
        }
        assertThat(documentedExamples).hasSizeGreaterThan(20);
    }

    private static boolean hasEnded(RealSupervisord server) {
        return server.log().contains("exited: ");
    }

    private static String name(int number) {
        return "example" + number + "x";
    }
}
