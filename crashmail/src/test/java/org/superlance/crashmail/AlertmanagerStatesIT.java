package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.http.ScriptedServer;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertmanagerNotifier;
import org.superlance.listener.notify.WebhookUrl;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealAlertmanager;
import org.superlance.listener.testkit.RealSupervisord;

/** What a real Alertmanager tells of a program that the packaged crashmail says is FATAL. */
class AlertmanagerStatesIT {

    @TempDir
    Path directory;

    @Test
    void aStateFiresOnceAndIsResolvedOnceWhateverResolveTimeoutIsAndOverARestartOfTheListener() throws Exception {
        Path well = directory.resolve("well");
        try (ScriptedServer pager = ScriptedServer.answering(ScriptedServer.ok(""));
                RealAlertmanager alertmanager = new RealAlertmanager(directory, """
                        global: {resolve_timeout: 2s}
                        route: {receiver: pager, group_by: ['...'], group_wait: 0s, group_interval: 1s}
                        receivers: [{name: pager, webhook_configs: [{url: '%s'}]}]
                        """.formatted(pager.url()));
                RealSupervisord server = RealSupervisord.in(directory)
                        .section(
                                "program:broken",
                                "command=sh -c \"test -e " + well + " && exec sleep 1000000; exit 3\"",
                                "startsecs=1",
                                "startretries=0",
                                "autostart=false")
                        .section(
                                "eventlistener:crashmail",
                                "command=" + PackagedCommand.file("crashmail") + " --events FATAL --alertmanager "
                                        + alertmanager.url() + " --state-dir " + directory.resolve("state")
                                        + " --label team=web",
                                "events=PROCESS_STATE_FATAL",
                                RealSupervisord.credentials())
                        .start()) {
            server.awaitRunning("crashmail");
            server.await("the listener", () -> server.stderrOf("crashmail").contains(" started: "));
            server.client().start(Namespec.parse("broken"), false);
            server.await("it fires", () -> count(pager, "broken", "firing") > 0);

            passResolveTimeout(alertmanager, pager, "first");
            server.client().stop(Namespec.parse("crashmail"), true);
            server.client().start(Namespec.parse("crashmail"), false);
            server.awaitRunning("crashmail");
            passResolveTimeout(alertmanager, pager, "second");
            assertThat(count(pager, "broken", "resolved")).isZero();

            Files.createFile(well);
            server.client().start(Namespec.parse("broken"), false);
            server.await(ProcessState.RUNNING, "broken");
            server.await("it is resolved", () -> count(pager, "broken", "resolved") > 0);

            passResolveTimeout(alertmanager, pager, "third");
            assertThat(count(pager, "broken", "firing")).isOne();
            assertThat(count(pager, "broken", "resolved")).isOne();
            assertThat(pager.requests())
                    .anySatisfy(request -> assertThat(request)
                            .contains("\"severity\":\"critical\"", "\"team\":\"web\"", "\"event\":\"FATAL\""));
        }
    }

    /** An alert that is never ended ends by the time-out: whatever was posted like it before has ended then, too. */
    private static void passResolveTimeout(RealAlertmanager alertmanager, ScriptedServer pager, String probe)
            throws Exception {
        AlertmanagerNotifier notifier = new AlertmanagerNotifier(
                WebhookUrl.parse(alertmanager.url()), "vm", Await.LIMIT, InstantSource.system());
        notifier.deliver(Alert.of(Instant.now(), "probe", "probe", Map.of("process", probe)));
        Await.until("the end of the " + probe + " probe", () -> count(pager, probe, "resolved") > 0);
    }

    private static long count(ScriptedServer pager, String process, String status) {
        return pager.requests().stream()
                .filter(request -> request.contains("\"process\":\"" + process + "\""))
                .filter(request -> request.contains("\"status\":\"" + status + "\""))
                .count();
    }
}
