package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.FileGate;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/** What listeners say of themselves when they start and end, under a real supervisord. */
class StartAndEndIT {

    private static final String EVENTS = "events=TICK_5,PROCESS_STATE";

    @TempDir
    Path directory;

    @Test
    void sayWhatTheyAreAndWhatWaits() throws Exception {
        Path state = directory.resolve("state");
        // nobody listens there
        String options = " --webhook http://ops:s3cret@127.0.0.1:1/t0ken --webhook-header 'X-Key: s3cret'";
        try (RealSupervisord server = RealSupervisord.in(directory)
                .environment("SUPERLANCE_STATE_DIR", state.toString())
                .section("program:victim", "command=sleep 1000000")
                .section(
                        "eventlistener:crashmail",
                        "command=" + PackagedCommand.file("crashmail") + options,
                        "events=PROCESS_STATE_EXITED",
                        RealSupervisord.credentials())
                .start()) {
            server.awaitRunning("victim");
            server.await("its first line", () -> log(server, "crashmail").contains(" started: "));
            assertThat(log(server, "crashmail"))
                    .containsPattern("INFO  crashmail \\S+ started: Java \\S+; user \\S+; options: --webhook \\*\\*\\*"
                            + " --webhook-header \\*\\*\\*; state directory " + state + "/crashmail-\\S+; waiting from"
                            + " before: nothing")
                    .doesNotContain("s3cret", "t0ken");
            server.client().signal(Namespec.parse("victim"), "KILL");
            server.await("the failure", () -> log(server, "crashmail").contains("not delivered"));

            server.client().stop(Namespec.parse("crashmail"), true);
            server.client().start(Namespec.parse("crashmail"), true);

            server.await("its second start", () -> log(server, "crashmail").contains("waiting from before: 1 alert"));
            assertThat(log(server, "crashmail"))
                    .containsPattern("INFO  crashmail ended: told to end; waiting: 1 alert in " + state);
        }
    }

    @Test
    void warnWhereNothingSurvivesThem() throws Exception {
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section(
                        "eventlistener:memmon",
                        "command=" + PackagedCommand.file("memmon") + " -a 1TB --state-dir /proc/none",
                        EVENTS,
                        RealSupervisord.credentials())
                .start()) {
            server.await("its first line", () -> log(server, "memmon").contains(" started: "));

            assertThat(log(server, "memmon"))
                    .containsPattern(
                            "WARN  memmon .* no state directory: alerts and restarts under way are in memory only");
        }
    }

    /** A program that takes its time to stop, so that ticks come while supervisord is about to end. */
    @Test
    void aPlannedEndOfSupervisordIsNoError() throws Exception {
        FileGate gate = FileGate.at(directory.resolve("gate"));
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .environment("SUPERLANCE_STATE_DIR", directory.resolve("state").toString())
                .section("program:slow", gate.stopsWhenOpen(), "stopwaitsecs=10000");
        List<String> listeners = List.of(
                "memmon -p slow=1TB",
                "httpok -p slow http://127.0.0.1:1/ -t 1",
                "timemon -g slow -i day -n 9",
                "oome_monitor all",
                "crashmail",
                "crashmailbatch -t a@example.com -f b@example.com",
                "procmon watch -a");
        for (String listener : listeners) {
            String[] words = listener.split(" ", 2);
            builder.section(
                    "eventlistener:" + words[0],
                    "command=" + PackagedCommand.file(words[0]) + (words.length > 1 ? " " + words[1] : ""),
                    EVENTS,
                    "autostart=false",
                    RealSupervisord.credentials());
        }
        try (RealSupervisord server = builder.start()) {
            // httpok stops it: not before it can hold its stop up
            server.await("that it holds", () -> server.stdoutOf("slow").contains("holds"));
            server.ctl("start", "all");
            server.await(
                    "all",
                    () -> listeners.stream()
                            .allMatch(one -> log(server, name(one)).contains(" started: ")));

            server.ctl("shutdown");
            server.await("checks meanwhile", () -> log(server, "memmon").contains("is shutting down"));
            gate.open();
            server.await("its end", () -> !server.process().isAlive());

            for (String one : listeners) {
                assertThat(log(server, name(one)))
                        .as(one)
                        .containsOnlyOnce(" started: ")
                        .containsOnlyOnce(" ended: ")
                        .doesNotContain("ERROR", "Exception");
            }
        }
    }

    private static String name(String listener) {
        return listener.split(" ", 2)[0];
    }

    private static String log(RealSupervisord server, String listener) {
        return server.stderrOf(listener);
    }
}
