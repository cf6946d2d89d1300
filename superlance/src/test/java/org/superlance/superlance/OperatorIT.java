package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.state.FileLocks;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.TestCommand;

/** {@code superlance status} and {@code superlance spool} beside listeners under a real supervisord. */
class OperatorIT {

    @TempDir
    Path directory;

    private Path state;
    private Path told;
    private Path gate;

    @BeforeEach
    void place() {
        state = directory.resolve("state");
        told = directory.resolve("told");
        gate = directory.resolve("gate");
    }

    @Test
    void showWhatWaitsAndHaveItSentOrDropped() throws Exception {
        String receiver = " --alert-cmd 'test -e " + gate + " && cat >> " + told + "'";
        try (RealSupervisord server = RealSupervisord.in(directory)
                .environment("SUPERLANCE_STATE_DIR", state.toString())
                .section("program:victim", "command=sleep 1000000", "autorestart=true")
                .section(
                        "eventlistener:crashmail",
                        "command=" + PackagedCommand.file("crashmail") + " -p victim" + receiver,
                        "events=PROCESS_STATE_EXITED",
                        RealSupervisord.credentials())
                .section(
                        "eventlistener:memmon",
                        "command=" + PackagedCommand.file("memmon") + " -p victim=1TB",
                        "events=TICK_5",
                        RealSupervisord.credentials())
                .start()) {
            server.awaitRunning("victim");
            Await.until("a check", () -> isKnown(listener(status(server), "memmon:memmon"), "last_check"));
            JsonObject memmon = listener(status(server), "memmon:memmon");
            assertThat(memmon.get("state").getAsString()).isEqualTo("running");
            assertThat(memmon.get("watched").getAsInt()).isEqualTo(1);
            assertThat(memmon.get("tick_seconds").getAsInt()).isEqualTo(5);
            assertThat(memmon.getAsJsonArray("attention")).isEmpty();

            server.client().signal(Namespec.parse("victim"), "KILL");
            Await.until(
                    "a failed attempt",
                    () -> listener(status(server), "crashmail:crashmail")
                            .getAsJsonArray("attention")
                            .toString()
                            .contains("1 alert waits for"));
            assertThat(status(server).get("exit_status").getAsInt()).isEqualTo(1);
            JsonObject alert = entries().get(0).getAsJsonObject();
            assertThat(alert.get("kind").getAsString()).isEqualTo("alert");
            assertThat(spool("show", alert.get("id").getAsString()))
                    .contains("Listener: crashmail crashmail:crashmail", "Last-Failure: ", "Subject: ");

            refuse(Path.of(alert.get("file").getAsString()));
            assertThat(spool("list")).contains("1 alert refused or given up");
            Files.createFile(gate);
            assertThat(spool("resend", alert.get("id").getAsString())).contains("crashmail tries these now");
            Await.until("the alert", () -> told().contains(alert.get("id").getAsString()));

            adoptsWhatAListenerThatIsGoneHasLeft(server);
        }
    }

    private void adoptsWhatAListenerThatIsGoneHasLeft(RealSupervisord server) throws IOException {
        String outbox = receiver(server);
        ListenerId gone = new ListenerId("crashmail", "old", "old", server.url());
        Path left;
        try (StateDirectory old = new StateDirectory(state, gone, new FileLocks())) {
            old.own();
            left = old.path();
            SpoolDirectory<Alert> alerts = new SpoolDirectory<>(left.resolve(outbox), Alert.CODEC);
            alerts.write(new Alert("left-behind-1", Instant.now(), "an alert of old", "text", Map.of()));
            alerts.write(new Alert("left-behind-2", Instant.now(), "another alert of old", "text", Map.of()));
        }
        JsonObject before = listener(status(server), "old:old");
        assertThat(before.get("state").getAsString()).isEqualTo("gone");
        assertThat(before.getAsJsonArray("attention").toString()).contains("has left 2 alerts: superlance spool adopt");

        assertThat(spool("drop", "left-behind-2")).contains("dropped alert left-behind-2 of old");
        assertThat(spool("adopt", left.toString())).contains("1 of kind alert adopted", "it can be deleted");

        Await.until("the alert of the other listener", () -> told().contains("left-behind-1"));
        assertThat(told()).doesNotContain("left-behind-2");
        Await.until("the end of waiting", () -> spool("list").contains("nothing waits"));
        assertThat(spool("drop", "left-behind-2")).contains("there is no 'left-behind-2'");
    }

    private String receiver(RealSupervisord server) {
        return listener(status(server), "crashmail:crashmail")
                .getAsJsonArray("receivers")
                .get(0)
                .getAsJsonObject()
                .get("name")
                .getAsString();
    }

    /** What a receiver that refuses it for good leads to. */
    private static void refuse(Path alert) throws IOException {
        Path failed = alert.resolveSibling("failed");
        Files.createDirectories(failed);
        Files.move(alert, failed.resolve(alert.getFileName()));
    }

    private String told() {
        try {
            return Files.exists(told) ? Files.readString(told) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JsonObject status(RealSupervisord server) {
        return JsonParser.parseString(
                        superlance("status", "--json", "-C", server.confFile().toString()))
                .getAsJsonObject();
    }

    private JsonArray entries() {
        return JsonParser.parseString(spool("list", "--json")).getAsJsonObject().getAsJsonArray("entries");
    }

    private String spool(String... words) {
        List<String> all = new ArrayList<>(List.of("spool"));
        all.addAll(List.of(words));
        return superlance(all.toArray(String[]::new));
    }

    private String superlance(String... words) {
        List<String> command =
                new ArrayList<>(List.of(PackagedCommand.file("superlance").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--state-dir", state.toString()));
        return TestCommand.output(command);
    }

    private static JsonObject listener(JsonObject status, String name) {
        for (var listener : status.getAsJsonArray("listeners")) {
            if (listener.getAsJsonObject().get("name").getAsString().equals(name)) {
                return listener.getAsJsonObject();
            }
        }
        throw new AssertionError("no " + name + " in " + status);
    }

    private static boolean isKnown(JsonObject listener, String member) {
        return !listener.get(member).isJsonNull();
    }
}
