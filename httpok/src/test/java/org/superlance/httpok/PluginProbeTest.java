package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.httpok.PluginProbe.PluginTemplate;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.httpok.ProbeResult.Outcome;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LongEnough;

class PluginProbeTest {

    private static final Set<PluginStatus> CRITICAL = EnumSet.of(PluginStatus.CRITICAL);
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "0, GOOD, OK, GOOD, OK",
        "1, GOOD, WARNING, BAD, WARNING",
        "2, BAD, CRITICAL, BAD, CRITICAL",
        "3, INDETERMINATE, UNKNOWN, BAD, UNKNOWN"
    })
    void theExitStatusDecides(int status, Outcome usually, String value, Outcome onAll, String shown)
            throws IOException {
        String plugin = script("echo 'fine, or not | a=1'", "exit " + status);

        ProbeResult usual = run(plugin, CRITICAL);
        ProbeResult strict = run(plugin, EnumSet.complementOf(EnumSet.of(PluginStatus.OK)));

        assertThat(usual.outcome()).isEqualTo(usually);
        assertThat(usual.value()).isEqualTo(value);
        assertThat(usual.reason()).isEqualTo("check_it " + value + ": fine, or not");
        assertThat(usual.took()).isPresent();
        assertThat(strict.outcome()).isEqualTo(onAll);
        assertThat(strict.value()).isEqualTo(shown);
        assertThat(strict.report().map(PluginReport::status).map(PluginStatus::exitStatus))
                .contains(status);
        assertThat(strict.report().orElseThrow().values())
                .extracting(PerformanceValue::label)
                .containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    exit 2                                 | it wrote nothing to stdout, which every plugin does (exit status 2)
                    echo BEGIN failed >&2; exit 2          | it wrote nothing to stdout, which every plugin does (exit status 2); stderr: BEGIN failed
                    true                                   | it wrote nothing to stdout, which every plugin does (exit status 0)
                    echo hm; exit 4                        | it exited with status 4, which no plugin does; output: hm
                    echo hm; exit 255                      | it exited with status 255, which no plugin does; output: hm
                    echo hm; nosuch 2>/dev/null            | it, or what it runs, could not be executed (exit status 127); install what is missing; output: hm
                    echo hm; kill -SEGV $$                 | it was ended by SIGSEGV; output: hm
                    """)
    void whatIsNoPluginDecidesNothing(String line, String problem) throws IOException {
        for (Set<PluginStatus> failing : List.of(CRITICAL, EnumSet.of(PluginStatus.CRITICAL, PluginStatus.UNKNOWN))) {
            ProbeResult result = run(script(line), failing);

            assertThat(result.outcome()).isEqualTo(Outcome.INDETERMINATE);
            assertThat(result.reason()).isEqualTo("cannot check with check_it: " + problem);
            assertThat(result.report()).isEmpty();
        }
    }

    @Test
    void whatCannotBeStartedDecidesNothing() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "no program");

        assertThat(run("check_nosuch -x secret", CRITICAL).reason())
                .startsWith("cannot check with check_nosuch: it is neither in PATH nor in /usr/lib/nagios/plugins");
        assertThat(run(text + " secret", CRITICAL).reason())
                .isEqualTo("cannot check with text: " + text
                        + " is not a file that this user can execute; change its mode, or run another plugin");
        assertThat(run(directory + "/nosuch secret", CRITICAL).reason())
                .isEqualTo("cannot check with nosuch: there is no such file; correct the path in --plugin");
        assertThat(run(directory + " secret", CRITICAL).outcome()).isEqualTo(Outcome.INDETERMINATE);
    }

    @Test
    void oneThatHangsIsKilledWithAllThatIsLeftOfItsSession() throws Exception {
        Path pids = directory.resolve("pids");
        String plugin = script(
                "sleep 1000 & echo $! >> " + pids,
                // has lost its parent before the plugin is killed, and keeps the output open
                "(sleep 1000 & echo $! >> " + pids + ")",
                "echo so far",
                "wait");

        ProbeResult result = LongEnough.call(
                limit -> template(plugin, CRITICAL, limit)
                        .in(ENVIRONMENT)
                        .sample()
                        .run(),
                seen -> seen.reason().contains("so far"));

        assertThat(result.outcome()).isEqualTo(Outcome.BAD);
        assertThat(result.cause()).isEqualTo(Cause.NO_ANSWER);
        assertThat(result.reason()).matches("check_it did not exit within \\S+ and was killed; output: so far");
        for (String pid : Files.readAllLines(pids)) {
            Await.until("process " + pid + " is killed", () -> !isAlive(Long.parseLong(pid)));
        }
    }

    @Test
    void oneThatLeavesADaemonIsNotWaitedForAndTheDaemonRunsOn() throws Exception {
        Path pid = directory.resolve("pid");
        ProbeResult result = run(script("sleep 1000 & echo $! > " + pid, "echo done"), CRITICAL);

        assertThat(result.outcome()).isEqualTo(Outcome.GOOD);
        assertThat(result.reason()).isEqualTo("check_it OK: done");
        long daemon = Long.parseLong(Files.readString(pid).strip());
        assertThat(isAlive(daemon)).isTrue();
        ProcessHandle.of(daemon).orElseThrow().destroyForcibly();
    }

    @Test
    void outputIsBounded() throws IOException {
        ProbeResult result = run(script("echo 'much | a=1'", "yes | head -c 20000000"), CRITICAL);

        assertThat(result.reason()).isEqualTo("check_it OK: much");
        assertThat(result.report().orElseThrow().values()).hasSize(1);
    }

    @Test
    void getsTheEnvironmentWithoutWhatIsTheListenersOwn() throws IOException {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(Map.of(
                "PGPASSWORD", "for plugins",
                "SMTP_PASSWORD", "secret",
                "SUPERVISOR_PASSWORD", "secret",
                "SUPERVISOR_SERVER_URL", "unix:///secret",
                "SUPERLANCE_STATE_DIR", "/secret",
                "LC_ALL", "de_DE.UTF-8"));
        String plugin = script("echo $(env | grep -E 'PG|LC|secret|SUPER|SMTP' | sort)");

        assertThat(template(plugin, CRITICAL, Await.LIMIT)
                        .in(environment)
                        .sample()
                        .run()
                        .reason())
                .isEqualTo("check_it OK: LC_ALL=C PGPASSWORD=for plugins");
    }

    /** As check_procs does with an option that it does not know. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    echo 'unknown option -x' >&2; echo Usage:; echo 'check_it -y N'; exit 3 | check_it UNKNOWN: unknown option -x
                    echo Usage:; echo 'check_it -y N'; exit 3                               | check_it UNKNOWN: check_it -y N
                    echo Usage:; exit 3                                                     | check_it UNKNOWN: Usage:
                    """)
    void aHeadingIsNoReason(String line, String reason) throws IOException {
        assertThat(run(script(line), CRITICAL).reason()).isEqualTo(reason);
    }

    @Test
    void warnsOfWhatOnlyAShellUnderstands() {
        assertThat(template("check_x secret | wc -l", CRITICAL, Await.LIMIT).warnings())
                .singleElement()
                .asString()
                .contains("--plugin check_x", "'|'", "sh -c")
                .doesNotContain("secret");
        assertThat(template("check_x -c 1:5 'a|b' \"x > 3\"", CRITICAL, Await.LIMIT)
                        .warnings())
                .isEmpty();
    }

    @Test
    void fieldsStayWithinTheirWord() throws Exception {
        String plugin = script("for word; do printf '<%s>' \"$word\"; done; echo");
        PluginTemplate template = template(
                plugin + " -C %(program_name)s '%(group_name)s: %(pid)d' %(process_num)02d 10% \"it's\"",
                CRITICAL,
                Await.LIMIT);

        assertThat(template.hasFields()).isTrue();
        assertThat(template.in(ENVIRONMENT)
                        .of(process("a $(id) 'g", "web -x_7", 4711))
                        .run()
                        .reason())
                .isEqualTo("check_it OK: <-C><web -x><a $(id) 'g: 4711><07><10%><it's>");
        assertThat(catchThrowable(() -> template.of(process("g", "web", 1))))
                .isInstanceOf(IndeterminateException.class)
                .hasMessageContaining("%(process_num) in --plugin");
        assertThat(catchThrowable(() -> template.of(process("g", "web_1", 0))))
                .isInstanceOf(IndeterminateException.class)
                .hasMessageContaining("%(pid) in --plugin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "''",
                "check_x 'secret",
                "check_x secret\\",
                "a\0secret",
                "%(pid)d secret",
                "check_x %(host)s"
            })
    void aCommandLineThatCannotBeReadIsRefusedWithoutShowingItsArguments(String commandLine) {
        assertThatThrownBy(() -> PluginTemplate.parse(commandLine, CRITICAL, Await.LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--plugin")
                .hasMessageNotContaining("secret");
    }

    private ProbeResult run(String commandLine, Set<PluginStatus> failing) {
        return template(commandLine, failing, Await.LIMIT)
                .in(ENVIRONMENT)
                .sample()
                .run();
    }

    private static PluginTemplate template(String commandLine, Set<PluginStatus> failing, Duration timeout) {
        return PluginTemplate.parse(commandLine, failing, timeout);
    }

    private String script(String... lines) throws IOException {
        Path file = directory.resolve("check_it");
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    private static boolean isAlive(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && process.get().isAlive();
    }

    private static ProcessInfo process(String group, String name, long pid) {
        ProcessState state = pid == 0 ? ProcessState.STOPPED : ProcessState.RUNNING;
        return new ProcessInfo(
                new Namespec(group, name), state, pid, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, "", "", "");
    }
}
