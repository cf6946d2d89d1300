package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.MailServer;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.TestCommand;

/** {@code --check} of the packaged commands against a real supervisord, with most of what can be wrong. */
class CheckIT {

    private static final Path JAR = PackagedCommand.file("superlance");
    private static final String IDLES = "command=sleep 1000000";
    private static final String NOT_NOW = "autostart=false";
    private static final String CREDENTIALS = RealSupervisord.credentials();

    @TempDir
    Path directory;

    @Test
    void findsWhatIsWrongAndOnlyThatAndChangesNothing() throws IOException {
        Path marker = Files.createDirectories(directory.resolve("app/work")).resolve("oome");
        Files.createDirectories(directory.resolve("state"));
        try (MailServer mail = MailServer.started();
                RealSupervisord server = supervisord(mail)) {
            List.of("web:web0", "web:web1", "hungry", "good", "told").forEach(server::awaitRunning);
            server.await("both listeners at work", this::stateIsOpen);
            Files.createFile(marker);
            List<Path> before = files();

            assertThat(check(server.confFile(), "memmon --section bad"))
                    .contains("[eventlistener:bad] TICK_60 events are missing from events=PROCESS_STATE_EXITED; write")
                    .contains("stopwaitsecs=3 is too short")
                    .contains("the state directory " + directory.resolve("no") + " does not exist")
                    .contains("the directory " + directory.resolve("no") + " of --metrics-file does not exist")
                    .contains("mail command 'nosuchmail' does not exist")
                    .contains("supervisord requires a user name and a password")
                    .contains("knows no process 'nosuch'", "knows no process 'gone:*'")
                    .contains("bad:bad is STOPPED")
                    .containsPattern("web:web1 \\(pid \\d+\\) would be restarted .*: RSS .* exceeds 100KB \\(-a\\)")
                    .endsWith("\nstatus 1\n");
            assertThat(check(server.confFile(), "memmon"))
                    .contains("[eventlistener:slow] --max-restarts 5/1m never takes effect: with a tick every 1m")
                    .contains("[eventlistener:slow] note: priority=999 is also that of [eventlistener:bad], ")
                    .contains("[eventlistener:wrong] invalid options", "'lots' is not a size")
                    .doesNotContain("[eventlistener:good]");
            assertThat(check(server.confFile(), "httpok"))
                    .contains("[eventlistener:httpok] web:web0", "web:web1")
                    .contains("error contacting http://127.0.0.1:1/")
                    .contains("note: there is no state directory");
            assertThat(check(server.confFile(), "oome_monitor"))
                    .containsPattern("hungry:hungry \\(pid \\d+\\) would be restarted .*: out of memory: " + marker);
            assertThat(check(server.confFile(), "timemon")).contains("note: the next restart is due at ");
            assertThat(check(server.confFile(), "crashmail"))
                    .contains("buffer_size=4 is too small: if all ", "write buffer_size=")
                    .contains("mail server 127.0.0.1:1 cannot be reached")
                    .contains("webhook http://127.0.0.1:1 ", "cannot be reached")
                    .contains("[eventlistener:quiet] note: events= lists TICK_60 and a type that includes it")
                    .contains("[eventlistener:quiet] nobody is notified")
                    .contains(
                            "[eventlistener:quiet] PROCESS_STATE_FATAL events are ignored, because --events is EXITED");
            assertThat(check(server.confFile(), "fatalmailbatch"))
                    .contains("mail server " + mail.address() + " refused the login of user 'bob'");
            assertThat(check(withoutWhatIsNeeded(server.confFile()), "memmon --section good"))
                    .contains("the section [rpcinterface:supervisor] is missing from ")
                    .contains("[eventlistener:good] redirect_stderr=true would mix the log into the event protocol")
                    .contains("2 problems");
            assertThat(check(server.confFile(), "memmon --section good")
                            + check(server.confFile(), "crashsms --section told"))
                    .isEqualTo("memmon: no problems (supervisord at " + server.url() + ")\nstatus 0\n"
                            + "crashsms: no problems (supervisord at " + server.url() + ")\nstatus 0\n");

            assertThat(files()).containsExactlyElementsOf(before);
            assertThat(mail.mails()).isEmpty();
            assertThat(server.log()).doesNotContain("stopped:", "exited:");
        }
    }

    @Test
    void looksAtTheSectionsOfAllCommands() throws IOException {
        Files.createDirectories(directory.resolve("state"));
        String state = " --state-dir " + directory.resolve("state");
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("program:web", IDLES)
                .section(
                        "eventlistener:memory",
                        "command=sh -c \"exec " + JAR + " memmon -p $NAME=100GB" + state + "\"",
                        "events=TICK_60",
                        "priority=1",
                        CREDENTIALS + ",NAME=\"web\"")
                .section(
                        "eventlistener:deaths",
                        "command=" + JAR + " crashmail --alert-cmd cat" + state,
                        "events=PROCESS_STATE_EXITED",
                        "buffer_size=50",
                        "priority=2",
                        CREDENTIALS)
                .start()) {
            List.of("web", "memory", "deaths").forEach(server::awaitRunning);

            assertThat(check(server.confFile(), ""))
                    .endsWith("superlance: nothing is wrong; 2 of 2 listeners of " + server.confFile()
                            + " are ours\nstatus 0\n");
        }
    }

    private RealSupervisord supervisord(MailServer mail) {
        Path state = directory.resolve("state");
        Path missing = directory.resolve("no");
        RealSupervisord server = RealSupervisord.in(directory)
                .section("program:web", IDLES, "process_name=%(program_name)s%(process_num)d", "numprocs=2")
                .section("program:hungry", IDLES, "directory=" + directory.resolve("app"))
                .section(
                        "eventlistener:good",
                        "command=" + JAR + " memmon -a 100GB -p web:*=50GB -m bob@example.com -s cat --state-dir "
                                + state + " --metrics-file " + directory.resolve("good.prom") + " --max-restarts 3/1h",
                        "events=TICK_3600,TICK_60",
                        "priority=1",
                        CREDENTIALS)
                .section(
                        "eventlistener:told",
                        "command=" + JAR + " crashsms -t bob@example.com -f a@example.com -H " + mail.address()
                                + " --state-dir " + state,
                        "events=PROCESS_STATE_EXITED",
                        "buffer_size=20",
                        "priority=2",
                        CREDENTIALS)
                .section(
                        "eventlistener:bad",
                        "command=" + JAR + " memmon -a 100KB -p nosuch=2MB --exclude gone:* -m bob@example.com"
                                + " -s \"nosuchmail -t\" --state-dir " + missing + " --metrics-file "
                                + missing.resolve("x.prom"),
                        "events=PROCESS_STATE_EXITED",
                        "stopwaitsecs=3",
                        NOT_NOW)
                .section(
                        "eventlistener:slow",
                        "command=" + JAR + " memmon -a 100GB --max-restarts 5/1m --state-dir " + state,
                        "events=TICK_60",
                        CREDENTIALS,
                        NOT_NOW)
                .section("eventlistener:wrong", "command=" + JAR + " memmon -a lots", "events=TICK_60", NOT_NOW)
                .section(
                        "eventlistener:httpok",
                        "command=" + JAR + " httpok -p web:* -t 1 http://127.0.0.1:1/",
                        "events=TICK_60",
                        CREDENTIALS,
                        NOT_NOW)
                .section(
                        "eventlistener:oome",
                        "command=" + JAR + " oome_monitor single -p hungry",
                        "events=TICK_60",
                        CREDENTIALS,
                        NOT_NOW)
                .section(
                        "eventlistener:timemon",
                        "command=" + JAR + " timemon -g web -i hour -n 3",
                        "events=TICK_60",
                        CREDENTIALS,
                        NOT_NOW)
                .section(
                        "eventlistener:crashmail",
                        "command=" + JAR + " crashmail -m bob@example.com --smtpHost 127.0.0.1:1 --fromEmail"
                                + " a@example.com --webhook http://127.0.0.1:1/",
                        "events=PROCESS_STATE_EXITED",
                        "buffer_size=4",
                        CREDENTIALS,
                        NOT_NOW)
                .section(
                        "eventlistener:quiet",
                        "command=" + JAR + " crashmail",
                        "events=PROCESS_STATE_EXITED,PROCESS_STATE_FATAL,TICK,TICK_60",
                        NOT_NOW)
                .section(
                        "eventlistener:fatal",
                        "command=" + JAR + " fatalmailbatch -t bob@example.com -f a@example.com -u bob -H "
                                + mail.address(),
                        "events=PROCESS_STATE_FATAL",
                        CREDENTIALS + ",SMTP_PASSWORD=\"wrong\"",
                        NOT_NOW)
                .start();
        mail.requireLogin("bob", "right");
        return server;
    }

    private Path withoutWhatIsNeeded(Path conf) throws IOException {
        String text = Files.readString(conf)
                .replace("[rpcinterface:supervisor]", "[ignored]")
                .replace("events=TICK_3600,TICK_60", "events=TICK_3600,TICK_60\nredirect_stderr=true");
        return Files.writeString(directory.resolve("other.conf"), text);
    }

    private static String check(Path conf, String command) {
        String line = JAR + " " + command + " --check -C " + conf + "; echo status $?";
        return TestCommand.output(List.of("sh", "-c", line));
    }

    private boolean stateIsOpen() {
        List<Path> files = files();
        return files.contains(directory.resolve("good.prom"))
                && files.stream().filter(file -> file.endsWith("outbox/failed")).count() == 2
                && files.stream()
                                .filter(file -> file.endsWith("outbox/held/failed"))
                                .count()
                        == 2
                // crashsms's last, after its queue of failures
                && files.stream().anyMatch(file -> file.endsWith("ledger"));
    }

    /** All but what grows by itself, and what the listeners write of themselves meanwhile. */
    private List<Path> files() {
        List<Path> found = new ArrayList<>();
        Await.until("a look at all files while none is renamed", () -> {
            found.clear();
            try (Stream<Path> all = Files.walk(directory)) {
                all.filter(file ->
                                !file.toString().matches(".*(\\.log|\\.tmp|other\\.conf|/status|/history|/history/.*)"))
                        .sorted()
                        .forEach(found::add);
                return true;
            } catch (UncheckedIOException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return found;
    }
}
