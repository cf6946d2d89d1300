package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.TestCommand;

/** The packaged commands wherever and however they are started. */
@Order(1) // takes long
class SurroundingsIT {

    private static final String ANSWERED = "READY\nRESULT 2\nOKREADY\n";
    private static final String DEATH = "processname:web groupname:web from_state:RUNNING expected:0 pid:1000000";

    /** Gives what follows as its words an argument that the JVM of the tests may not be able to write. */
    private static final List<String> LIMIT_FOR_A_NAME =
            List.of("sh", "-c", "name=$(printf 'pr\\303\\263gramm\\303\\251'); exec \"$@\" -p \"$name=1KB\"", "sh");

    private static final List<String> STATE_UNDER_UMLAUT =
            List.of("sh", "-c", "export SUPERLANCE_STATE_DIR=\"$WORK/st$(printf '\\303\\244')te\"; exec \"$@\"", "sh");

    private static final List<String> NO_IPV6 = List.of(
            "sh",
            "-ec",
            "exec unshare -n sh -ec 'ip link set lo up;"
                    + " file=/proc/sys/net/ipv6/conf/all/disable_ipv6; ! test -e $file || echo 1 >$file;"
                    + " exec \"$@\"' sh \"$@\"",
            "sh");

    @TempDir
    private static Path commands;

    @TempDir
    private static Path serverDirectory;

    private static RealSupervisord server;

    @TempDir
    private Path work;

    private final List<Started> started = new ArrayList<>();

    @BeforeAll
    static void startSupervisord() throws IOException {
        letEverybodyIn(commands);
        for (String command : List.of("memmon", "httpok", "crashmail", "procmon")) {
            letEverybodyIn(Files.copy(PackagedCommand.file(command), commands.resolve(command)));
        }
        letEverybodyIn(Files.writeString(commands.resolve("nothing"), "#!/bin/sh\n"));
        server = RealSupervisord.in(serverDirectory)
                .inet()
                .section("program:web", "command=sleep 1000000")
                .section("program:prógrammé", "command=sleep 1000000", "stdout_logfile=NONE", "stderr_logfile=NONE")
                .start();
        server.awaitLog("success: web entered RUNNING");
        server.awaitLog("success: prógrammé entered RUNNING");
    }

    @AfterAll
    static void stopSupervisord() {
        server.close();
    }

    @BeforeEach
    void makeRoom() throws IOException {
        letEverybodyIn(work);
    }

    /** With a tool of the system, which does not care for what locale a name is right. */
    @AfterEach
    void removeEverything() {
        started.forEach(Started::close);
        TestCommand.output(List.of("find", work.toString(), "-mindepth", "1", "-delete"));
    }

    @ParameterizedTest
    @EnumSource
    void showsWhatItWouldDo(Surrounding surrounding) throws Exception {
        Started memmon = start(surrounding, "memmon", "--once", "--dry-run", "-a", "1KB");

        assertThat(memmon.rest()).contains("web:web", "exceeds 1KB (-a)");
        assertThat(memmon.err()).doesNotContain("Exception", "Error");
        assertThat(memmon.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void listensAndLooks(Surrounding surrounding) throws Exception {
        Started memmon = start(surrounding, "memmon", "--dry-run", "-a", "1KB");
        memmon.send("TICK_60", "when:1201063880");
        memmon.awaitErr("dry run, would restart web:web: RSS ");
        memmon.end();

        assertThat(memmon.rest()).isEqualTo(ANSWERED);
        assertThat(memmon.err()).doesNotContain("Exception", "ERROR");
        assertThat(memmon.status()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ANY,
            names = {
                "SIGNALS.*",
                "NO_.*",
                "OTHER_.*",
                "L.*",
                "FEW_OPEN_FILES",
                "TMP_.*NOBODY",
                "TEMPORARY.*",
                ".*DELETED"
            })
    void listensAndMails(Surrounding surrounding) throws Exception {
        String command = "cat >\"$WORK/unfinished\"; mv \"$WORK/unfinished\" \"$WORK/mail\"; echo gone";
        Started crashmail = start(surrounding, "crashmail", "-m", "ops@example.com", "-s", command);
        crashmail.send("PROCESS_STATE_EXITED", DEATH);
        Await.until("the mail", () -> Files.exists(work.resolve("mail")), crashmail::err);
        crashmail.awaitErr("output: gone");
        crashmail.end();

        assertThat(crashmail.rest()).isEqualTo(ANSWERED);
        assertThat(crashmail.err()).doesNotContain("Exception", "ERROR");
        assertThat(crashmail.status()).isZero();
        assertThat(Files.readString(work.resolve("mail")))
                .containsPattern("Subject: web crashed at [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8},[0-9]{3}\\R")
                .containsPattern("Date: [A-Z][a-z]{2}, [0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} [+-][0-9]{4}")
                .contains("exited unexpectedly (pid 1000000)");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ANY,
            names = {"SIGNALS.*", "NO_.*", "FEW.*", "TMP_.*", "ORDINARY.*", "CURRENT.*", "PATH.*"})
    void runsACommandAndEndsIt(Surrounding surrounding) throws Exception {
        Started procmon = start(surrounding, "procmon", "run", "--", "sh", "-c", "echo it runs; exec sleep 1000000");

        assertThat(procmon.read("it runs\n".length())).isEqualTo("it runs\n");
        procmon.terminate();
        assertThat(procmon.rest()).isEmpty();
        assertThat(procmon.err()).doesNotContain("Exception", "ERROR");
        assertThat(procmon.status()).isZero();
    }

    /** They are UTF-8 for supervisord in every locale, and a container has none. */
    @ParameterizedTest
    @EnumSource(names = {"NO_HOME_AND_NO_LOCALE", "LOCALE_C", "LOCALE_PERHAPS_NOT_INSTALLED"})
    void knowsNamesThatAreNotAscii(Surrounding surrounding) throws Exception {
        Started memmon = start(LIMIT_FOR_A_NAME, surrounding, "memmon", "--once", "--dry-run");

        assertThat(memmon.rest()).contains("prógrammé:prógrammé", "exceeds 1KB (-p prógrammé)");
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_HOME_AND_NO_LOCALE", "LOCALE_C", "LOCALE_PERHAPS_NOT_INSTALLED"})
    void keepsItsStateInADirectoryThatIsNotAscii(Surrounding surrounding) throws Exception {
        Started memmon = start(STATE_UNDER_UMLAUT, surrounding, "memmon", "-a", "1TB");
        memmon.send("TICK_60", "when:1201063880");
        assertThat(memmon.read(ANSWERED.length())).isEqualTo(ANSWERED);
        memmon.end();

        assertThat(memmon.status()).isZero();
        assertThat(memmon.err()).doesNotContain("Exception", "ERROR");
        assertThat(TestCommand.output(List.of("sh", "-c", "ls " + work + "/st*te/memmon*/")))
                .contains("about");
    }

    @ParameterizedTest
    @EnumSource(names = {"UMASK_NARROW", "UMASK_WIDE"})
    void letsEverybodyReadTheMetricsAndNobodyTheState(Surrounding surrounding, @TempDir Path own) throws Exception {
        Path metrics = own.resolve("memmon.prom");
        Started memmon = start(surrounding, "memmon", "-a", "1TB", "--metrics-file", metrics.toString());
        memmon.send("TICK_60", "when:1201063880");
        Await.until("the metrics", () -> Files.exists(metrics), memmon::err);
        memmon.end();

        assertThat(memmon.status()).isZero();
        assertThat(permissions(metrics)).isEqualTo("rw-r--r--");
        assertThat(permissions(work.resolve("state"))).isEqualTo("rwx------");
    }

    @Test
    void reachesLocalhostWithoutIpv6() throws Exception {
        assumeTrue(isPossible(NO_IPV6, commands + "/nothing"), "this user may not make a network of its own");
        try (RealSupervisord alone = RealSupervisord.in(work)
                .inet()
                .launchedBy(command -> join(NO_IPV6, command))
                .section("program:web", "command=sleep 1000000")
                .start()) {
            alone.awaitLog("success: web entered RUNNING");
            List<String> there =
                    List.of("nsenter", "-n", "-t", Long.toString(alone.process().pid()));
            String url = alone.inetUrl().replace("127.0.0.1", "localhost");
            List<String> httpok = List.of(commands + "/httpok", "-c", "401", "-p", "web", url);

            Started byHand = start(url, join(join(there, httpok), List.of("--once", "--dry-run")));
            assertThat(byHand.rest()).contains("web:web", "401 Unauthorized");
            assertThat(byHand.status()).isZero();

            Started listener = start(url, join(join(there, httpok), List.of("--verbose")));
            listener.send("TICK_60", "when:1201063880");
            listener.awaitErr("web:web");
            listener.end();
            assertThat(listener.rest()).isEqualTo(ANSWERED);
            assertThat(listener.err()).contains("401 Unauthorized").doesNotContain("Exception", "ERROR");
            assertThat(listener.status()).isZero();
        }
    }

    @Test
    void saysThatItsDirectoryIsGone() throws Exception {
        Started memmon = start(Surrounding.CURRENT_DIRECTORY_DELETED, "memmon", "--version");

        assertThat(memmon.rest()).startsWith("memmon ");
        assertThat(memmon.err()).contains("memmon: the current directory does not exist any more: going on in /\n");
    }

    private Started start(Surrounding surrounding, String... words) throws IOException, InterruptedException {
        return start(List.of(), surrounding, words);
    }

    private Started start(List<String> before, Surrounding surrounding, String... words)
            throws IOException, InterruptedException {
        List<String> prefix = join(before, surrounding.prefix());
        assumeTrue(
                !surrounding.needsPrivileges() || isPossible(surrounding.prefix(), "nothing"),
                "this user may not make these surroundings");
        return start(server.inetUrl(), join(prefix, List.of(words)));
    }

    private Started start(String url, List<String> words) throws IOException, InterruptedException {
        Path log = Files.createTempFile(work, "stderr", ".log");
        Started command = new Started(builder(url, words), log);
        started.add(command);
        return command;
    }

    private boolean isPossible(List<String> prefix, String command) throws IOException, InterruptedException {
        Process process = builder("", join(prefix, List.of(command)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }

    private ProcessBuilder builder(String url, List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(work.toFile());
        builder.environment()
                .putAll(Map.of(
                        "COMMANDS", commands.toString(),
                        "WORK", work.toString(),
                        "JAVA", System.getProperty("java.home"),
                        "SUPERLANCE_STATE_DIR", work.resolve("state").toString(),
                        "SUPERVISOR_SERVER_URL", url,
                        "SUPERVISOR_USERNAME", server.user(),
                        "SUPERVISOR_PASSWORD", server.password(),
                        "SUPERVISOR_PROCESS_NAME", "x",
                        "SUPERVISOR_GROUP_NAME", "x"));
        return builder;
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static void letEverybodyIn(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
