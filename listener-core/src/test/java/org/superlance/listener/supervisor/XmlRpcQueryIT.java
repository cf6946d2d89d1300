package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlRpcQueryIT extends SupervisorClientContract {

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void listsEveryProcess(String how) {
        over(how);

        List<ProcessInfo> processes = supervisor.processes().value().orElseThrow();

        assertThat(processes)
                .extracting(process -> process.name().toString())
                .containsExactlyInAnyOrder(
                        "cat:cat",
                        "stubborn:stubborn",
                        "talker:talker",
                        "merged:merged",
                        "grüppe:prógrammé",
                        "grüppe:rocket🚀",
                        "missing:missing",
                        "brief:brief");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void tellsAllOfOneProcess(String how) {
        over(how);

        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        ProcessInfo cat = supervisor.process(CAT).value().orElseThrow();

        assertThat(cat.name()).isEqualTo(CAT);
        assertThat(ProcessHandle.of(cat.pid())).isPresent();
        assertThat(cat.now()).isBetween(before, Instant.now());
        assertThat(cat.uptime()).contains(Duration.between(cat.start(), cat.now()));
        assertThat(cat.start()).isBetween(begin, cat.now());
        assertThat(cat.stdoutLog()).startsWith(directory.toString());
        assertThat(supervisor
                        .process(Namespec.parse("merged"))
                        .value()
                        .orElseThrow()
                        .stderrLog())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void readsTheEndsOfLogsAlsoWhereTheyAreCutInsideACharacter(String how) {
        over(how);
        supervisord.await(
                "what it says",
                () -> supervisor.tailStderr(TALKER, 100).value().orElseThrow().endsWith("réd")
                        && supervisor
                                .tailStdout(TALKER, 100)
                                .value()
                                .orElseThrow()
                                .endsWith("öüt"));

        assertThat(supervisor.tailStderr(TALKER, 9)).isEqualTo(new RpcResult.Success<>("?[31mréd"));
        assertThat(supervisor.tailStderr(TALKER, 2)).isEqualTo(new RpcResult.Success<>("d"));
        assertThat(supervisor.tailStdout(TALKER, 1)).isEqualTo(new RpcResult.Success<>("t"));
        assertThat(supervisor.tailStdout(TALKER, 4)).isEqualTo(new RpcResult.Success<>("üt".substring(0, 2)));
        assertThat(supervisor.tailStderr(Namespec.parse("merged"), 100)).isEqualTo(new RpcResult.Success<>(""));
        assertThat(supervisor.tailLog(100_000).value())
                .hasValueSatisfying(log -> assertThat(log).contains("spawned: 'rocket🚀'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void tellsAboutItself(String how) {
        over(how);

        assertThat(supervisor.state()).isEqualTo(new RpcResult.Success<>("RUNNING"));
        // that of bin/test --supervisor, if it is given: .../supervisor-4.3.0-2
        String expected = System.getProperty("superlance.supervisor", "4.").replaceAll(".*/supervisor-|-\\d+$", "");
        assertThat(supervisor.version().value())
                .hasValueSatisfying(version -> assertThat(version).startsWith(expected));
        assertThat(supervisor.identification()).isEqualTo(new RpcResult.Success<>("supervisor"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void saysHowToSetThePassword(String how) {
        ServerUrl address = address(how);
        String remedy = ": set SUPERVISOR_USERNAME and SUPERVISOR_PASSWORD in environment= of the section";
        try (SupervisorClient nobody = new XmlRpcSupervisorClient(address, PATIENT);
                SupervisorClient wrong =
                        new XmlRpcSupervisorClient(address.withCredentials("user", "wrong"), PATIENT)) {
            assertThat(nobody.stop(CAT, false))
                    .isEqualTo(new RpcResult.NoResponse<>(
                            "supervisord requires a user name and a password at " + address + remedy, false, true));
            assertThat(wrong.stop(CAT, false))
                    .isEqualTo(new RpcResult.NoResponse<>(
                            "supervisord refused the password of user 'user' at " + address + remedy, false, true));
        }
    }
}
