package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestCommand;

/**
 * Programs that are killed under a real supervisord while something keeps their events from crashmail, or brings them twice:
 * there is one mail for each death in the end, and none for what did not die.
 */
@Order(1) // takes long
class DeathsIT {

    private static final Path JAR = PackagedCommand.file("crashmail");
    private static final int MANY = 20;
    private static final String LISTENER = "crashmail";

    /** Its death comes last: what is not told when its own is settled is not told at all. */
    private static final String LAST = "last";

    private static final Pattern MAIL =
            Pattern.compile("(?ms)^Message-ID: (\\S+)$.*?^Process (\\S+) in group \\S+ exited unexpectedly ");

    /** Rejects each event when it comes the first time. */
    private static final String REJECTING_LISTENER = """
            import sys
            seen = set()
            while True:
                print('READY', flush=True)
                line = sys.stdin.readline()
                if not line:
                    break
                header = dict(token.split(':', 1) for token in line.split())
                sys.stdin.read(int(header['len']))
                again = header['serial'] in seen
                seen.add(header['serial'])
                sys.stdout.write('RESULT 2\\nOK' if again else 'RESULT 4\\nFAIL')
            """;

    @TempDir
    Path directory;

    private final Map<String, Integer> deaths = new TreeMap<>();

    /** Their events are the first that crashmail gets, and supervisord discards most of them. */
    @Test
    void firstEventsOfAllAreDiscarded() {
        try (RealSupervisord server = programs(MANY).start()) {
            awaitLedger(server, "w_19");

            Map<String, Long> programs = running(server, MANY);
            whileStopped(server.process().pid(), () -> signalKill(programs));

            assertEachIsReportedOnce(server);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listenerIsStoppedWhileTheyDie(boolean early) {
        try (RealSupervisord server = programs(MANY).start()) {
            running(server, MANY);
            if (!early) {
                awaitLedger(server, "w_19");
            }

            whileStopped(server.pid(LISTENER), () -> {
                kill(server, running(server, MANY));
                running(server, MANY);
            });

            assertEachIsReportedOnce(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "logfile=/dev/null"})
    void listenerDiesWithThem(String settings) {
        try (RealSupervisord server = programs(MANY).settings(settings).start()) {
            awaitLedger(server, "w_19");

            Map<String, Long> programs = running(server, MANY);
            List<Long> listener = List.of(server.pid(LISTENER));
            whileStopped(server.process().pid(), () -> {
                signalKill(programs);
                TestCommand.signal("KILL", listener);
            });

            assertEachIsReportedOnce(server);
        }
    }

    @Test
    void theyDieAgainAndAgainWhileTheListenerIsDown() {
        try (RealSupervisord server = programs(5).start()) {
            awaitLedger(server, "w_04");
            server.client().stop(Namespec.parse(LISTENER), true);

            for (int round = 0; round < 3; round++) {
                kill(server, running(server, 5));
            }
            running(server, 5);
            server.client().start(Namespec.parse(LISTENER), true);

            assertEachIsReportedOnce(server);
        }
    }

    @Test
    void listenerIsKilledAgainAndAgain() {
        try (RealSupervisord server = programs(5).start()) {
            awaitLedger(server, "w_04");
            for (int round = 0; round < 4; round++) {
                kill(server, running(server, 5));
                long life = server.pid(LISTENER);
                TestCommand.signal("KILL", List.of(life));
                server.await("its next life", () -> server.pid(LISTENER) != life && server.pid(LISTENER) != 0);
            }
            running(server, 5);

            assertEachIsReportedOnce(server);
        }
    }

    @Test
    void eventsComeTwiceBecauseTheSubscriptionOverlaps() {
        try (RealSupervisord server =
                programs(MANY, "PROCESS_STATE,PROCESS_STATE_EXITED").start()) {
            awaitLedger(server, "w_19");

            kill(server, running(server, MANY));
            running(server, MANY);

            assertEachIsReportedOnce(server);
        }
    }

    @Test
    void anotherListenerRejectsEachEvent() throws IOException {
        Path script = Files.writeString(directory.resolve("rejecting.py"), REJECTING_LISTENER);
        try (RealSupervisord server = programs(MANY)
                .section("eventlistener:rejecting", "command=python3 -S " + script, "events=PROCESS_STATE_EXITED")
                .start()) {
            awaitLedger(server, "w_19");
            server.awaitRunning("rejecting");

            kill(server, running(server, MANY));
            running(server, MANY);

            assertEachIsReportedOnce(server);
        }
    }

    @Test
    void programsAreUpdatedReloadedAndRestartedByHand() throws IOException {
        try (RealSupervisord server = programs(5).start()) {
            awaitLedger(server, "w_04");
            kill(server, running(server, 5));
            Collection<Long> before = running(server, 5).values();

            Files.writeString(
                    server.confFile(), Files.readString(server.confFile()).replace("sleep 1000000", "sleep 2000000"));
            server.ctl("update");
            before = await(server, "the new program", before);
            server.ctl("reload");
            before = await(server, "all after the reload", before);
            server.awaitRunning(LISTENER);
            server.ctl("restart", "w:*");
            await(server, "all after the restart", before);
            kill(server, running(server, 5));
            running(server, 5);

            assertEachIsReportedOnce(server);
        }
    }

    @Test
    void supervisordIsStoppedAndStartedAgain() {
        RealSupervisordBuilder programs = programs(5);
        try (RealSupervisord server = programs.start()) {
            awaitLedger(server, "w_04");
            kill(server, running(server, 5));
            running(server, 5);
        }
        try (RealSupervisord server = programs.start()) {
            kill(server, running(server, 5));
            running(server, 5);

            assertEachIsReportedOnce(server);
        }
    }

    private RealSupervisordBuilder programs(int number) {
        return programs(number, "PROCESS_STATE_EXITED");
    }

    private RealSupervisordBuilder programs(int number, String events) {
        return RealSupervisord.in(directory)
                .section(
                        "program:w",
                        "command=sleep 1000000",
                        "process_name=w_%(process_num)02d",
                        "numprocs=" + number,
                        "autorestart=true",
                        "stdout_logfile=NONE",
                        "stderr_logfile=NONE")
                .section("program:" + LAST, "command=false", "startsecs=0", "autostart=false", "autorestart=false")
                .section(
                        "eventlistener:" + LISTENER,
                        "command=" + JAR + " -m bob@example.com --exclude " + LISTENER + " --state-dir "
                                + directory.resolve("state") + " -s \"cat >> " + directory.resolve("mail") + "\"",
                        "events=" + events,
                        // the usual size
                        "buffer_size=10",
                        // it is killed on purpose
                        "startsecs=0",
                        "autorestart=true",
                        RealSupervisord.credentials());
    }

    /** Waits until crashmail has seen a process in supervisord's table. */
    private void awaitLedger(RealSupervisord server, String process) {
        server.await(process + " in the ledger", () -> ledger().contains("\t" + process + "\t"));
    }

    private String ledger() {
        return MailDirectory.ledger(directory.resolve("state"));
    }

    /** Waits until so many programs run; their names and pids. */
    private static Map<String, Long> running(RealSupervisord server, int number) {
        server.await(number + " running programs", () -> pids(server).size() == number);
        return pids(server);
    }

    private static Map<String, Long> pids(RealSupervisord server) {
        return server.client().processes().value().orElse(List.of()).stream()
                .filter(process -> process.name().group().equals("w") && process.state() == ProcessState.RUNNING)
                .collect(Collectors.toMap(process -> process.name().name(), ProcessInfo::pid));
    }

    /** Waits until all programs are other processes than before. */
    private static Collection<Long> await(RealSupervisord server, String what, Collection<Long> before) {
        server.await(what, () -> {
            Collection<Long> now = pids(server).values();
            return now.size() == before.size() && now.stream().noneMatch(before::contains);
        });
        return pids(server).values();
    }

    private void kill(RealSupervisord server, Map<String, Long> programs) {
        signalKill(programs);
        server.await("their end", () -> pids(server).values().stream().noneMatch(programs::containsValue));
    }

    private void signalKill(Map<String, Long> programs) {
        TestCommand.signal("KILL", programs.values());
        programs.keySet().forEach(name -> deaths.merge(name, 1, Integer::sum));
    }

    private static void whileStopped(long pid, Runnable action) {
        TestCommand.signal("STOP", List.of(pid));
        action.run();
        TestCommand.signal("CONT", List.of(pid));
    }

    private void assertEachIsReportedOnce(RealSupervisord server) {
        server.await(
                "a mail about each",
                () -> deaths.entrySet().stream()
                        .allMatch(death -> mails().getOrDefault(death.getKey(), 0) >= death.getValue()));
        server.client().start(Namespec.parse(LAST), false);
        server.await("the last mail", () -> mails().containsKey(LAST));
        server.await("that all is settled", () -> ledger().contains("\t" + LAST + "\tEXITED\t"));
        deaths.put(LAST, 1);
        assertThat(mails())
                .as("the mails; the listener's log:%n%s%n%s", server.stderrOf(LISTENER), ledger())
                .isEqualTo(deaths);
    }

    /**
     * How many there are about each program. One whose command was running when the listener ended is sent again under the
     * same Message-ID: nobody knows whether it was taken.
     */
    private Map<String, Integer> mails() {
        Map<String, String> programs = new HashMap<>();
        MAIL.matcher(MailDirectory.text(directory.resolve("mail")))
                .results()
                .forEach(mail -> programs.put(mail.group(1), mail.group(2)));
        return programs.values().stream()
                .collect(Collectors.toMap(Function.identity(), name -> 1, Integer::sum, TreeMap::new));
    }
}
