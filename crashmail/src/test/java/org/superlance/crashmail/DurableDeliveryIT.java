package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.icegreen.greenmail.util.GreenMailUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.FileGate;
import org.superlance.listener.testkit.MailServer;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.PipedListener;

/** What the packaged crashmail has acknowledged is mailed, whatever happens to it. */
@Order(1) // takes long
class DurableDeliveryIT {

    private static final Path JAR = PackagedCommand.file("crashmail");
    private static final Map<String, String> SERVER =
            Map.of("SUPERVISOR_SERVER_URL", "unix:///nonexistent/supervisor.sock");
    private static final int KILLS = 50;
    private static final int MOST_EVENTS = 12;
    private static final Pattern PROCESS = Pattern.compile("(?m)^Process (p\\d+) in group web exited");
    private static final Pattern ID = Pattern.compile("(?m)^Message-ID: (<\\S+>)");

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
    private Path mails;
    private Path log;

    @BeforeEach
    void makeRoom() throws IOException {
        mails = Files.createDirectory(directory.resolve("mails"));
        log = directory.resolve("log");
    }

    @AfterEach
    void endTheKiller() {
        killer.shutdownNow();
    }

    /** By SMTP, which is tried again within seconds, and within a minute where the mail may have been taken. */
    @Test
    void losesNothingThatItAcknowledgedWhenItIsKilledAtRandomMoments() throws Exception {
        try (MailServer server = MailServer.started()) {
            losesNothing(server, "--smtpHost", server.address(), "--fromEmail", "crashmail@example.com");
        }
    }

    private void losesNothing(MailServer server, String... options) throws Exception {
        Set<String> sentAgain = new HashSet<>();
        int serial = 0;

        for (int life = 0; life < KILLS; life++) {
            PipedListener listener = listener("state", options);
            assertThat(listener.isReady()).as("life %d", life).isTrue();
            // the first event comes while it is still starting: some lives end before it is acknowledged
            int safe = life % 5 == 0 ? 0 : random.nextInt(2, 10);
            int told = 0;
            boolean alive = true;
            while (alive && told < MOST_EVENTS) {
                if (told == safe) {
                    killSoon(listener);
                }
                alive = acknowledges(listener, "p" + (serial + told), serial + told);
                told += alive ? 1 : 0;
            }
            assertThat(told).as("the log: %s", MailDirectory.text(log)).isGreaterThanOrEqualTo(safe);
            serial += told;
            if (!alive) {
                // an event that was not acknowledged is sent again to the next life, as supervisord does
                sentAgain.add("p" + serial);
            }
            listener.awaitEnd();
        }
        try (PipedListener last = listener("state", options)) {
            assertThat(last.isReady()).isTrue();
            assertThat(acknowledges(last, "p" + serial, serial)).isTrue();
            int all = serial + 1;
            Await.until(
                    "all mails",
                    () -> server.mails().size() >= all
                            && waiting("state").isEmpty()
                            && idsByProcess(texts(server)).size() == all,
                    () -> MailDirectory.text(log));
            last.stop();
        }

        Map<String, Set<String>> ids = idsByProcess(texts(server));
        assertThat(ids).as("seed %d", seed).hasSize(serial + 1);
        ids.forEach((process, messages) -> assertThat(messages)
                .as("%s, seed %d", process, seed)
                .hasSizeLessThanOrEqualTo(sentAgain.contains(process) ? KILLS : 1));
        assertThat(serial).as("events").isGreaterThan(KILLS);
    }

    @Test
    void aMailCommandThatIsKilledWithItsListenerIsNotRunAgainAtOnce() throws Exception {
        Path runs = directory.resolve("runs");
        FileGate gate = FileGate.at(directory.resolve("gate"));
        String command = "echo run >> " + runs + "; " + gate.shellWait() + "; " + MailDirectory.command(mails);
        PipedListener first = listener("state", "-s", command);
        assertThat(first.isReady()).isTrue();
        assertThat(acknowledges(first, "p0", 0)).isTrue();
        Await.until("the command", () -> MailDirectory.text(runs).contains("run"), () -> MailDirectory.text(log));
        first.killSoon();
        first.awaitEnd();
        Path record = only(".attempts");
        assertThat(record).content().contains("\nFirst: ", "\nNext: ", "\nUnclear: ");

        try (PipedListener second = listener("state", "-s", command)) {
            assertThat(second.isReady()).isTrue();
            assertThat(acknowledges(second, "p1", 1)).isTrue();
            // its turn comes first, if it has one
            Await.until(
                    "the other mail's command", () -> MailDirectory.text(runs).equals("run\nrun\n"));
            second.killSoon();
            second.awaitEnd();
        }
        makeDue();
        gate.open();
        try (PipedListener third = listener("state", "-s", command)) {
            assertThat(third.isReady()).isTrue();
            // the commands whose listeners were killed live on, and nobody knows that they take their mails after all
            Await.until("all mails", () -> MailDirectory.count(mails) == 4, () -> MailDirectory.text(log));
            third.stop();
        }

        assertThat(idsByProcess()).containsOnlyKeys("p0", "p1");
        assertThat(idsByProcess().values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
        assertThat(MailDirectory.text(runs)).isEqualTo("run\n".repeat(4));
    }

    /** As if the time of the next attempts had come. */
    private void makeDue() throws IOException {
        for (Path record : files(".attempts")) {
            Files.writeString(
                    record, Files.readString(record).replaceAll("(?m)^Next: .*", "Next: 2026-01-01T00:00:00Z"));
        }
    }

    private Path only(String suffix) throws IOException {
        List<Path> found = files(suffix);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<Path> files(String suffix) throws IOException {
        try (var files = Files.walk(directory.resolve("state"))) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    /** By SMTP: to start a mail command a thousand times takes most of the time otherwise, and shows nothing more. */
    @Test
    void mailsAboutEachOfAThousandDeaths() throws Exception {
        try (MailServer server = MailServer.started();
                PipedListener listener = new PipedListener(
                        "crashmail",
                        JAR,
                        SERVER,
                        List.of(
                                "-m",
                                "bob@example.com",
                                "--smtpHost",
                                server.address(),
                                "--fromEmail",
                                "crashmail@example.com",
                                "--state-dir",
                                directory.resolve("state").toString()),
                        log)) {
            assertThat(listener.isReady()).isTrue();
            for (int serial = 0; serial < 1_000; serial++) {
                assertThat(acknowledges(listener, "p" + serial, serial)).isTrue();
            }

            Await.until("all mails", () -> server.mails().size() >= 1_000, () -> MailDirectory.text(log));

            assertThat(server.mails())
                    .hasSize(1_000)
                    .extracting(mail -> process(MailServer.text(mail)))
                    .doesNotHaveDuplicates()
                    .doesNotContain("");
            listener.stop();
        }
    }

    @Test
    void mailsFromMemoryAndSaysSoWhenTheDiskIsFull() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()), "may not mount");
        try (PipedListener listener = listener("disk")) {
            assertThat(listener.isReady()).isTrue();
            assertThat(acknowledges(listener, "p0", 0)).isTrue();
            // also its file is gone: the room that it leaves would be enough for the next
            Await.until(
                    "the first mail",
                    () -> idsByProcess().size() == 1 && waiting("disk").isEmpty());
            fill(disk.resolve("filler"));

            assertThat(acknowledges(listener, "p1", 1)).isTrue();

            Await.until("the second mail", () -> idsByProcess().size() == 2, () -> MailDirectory.text(log));
            assertThat(MailDirectory.text(log)).contains("No space left on device", "in memory");
            listener.stop();
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void makesHarmlessMailsOfHostileNames() throws Exception {
        String name = "a\u202Eb\u0000c\rBcc:x" + "y".repeat(10_000) + "🚀";
        try (PipedListener listener = listener("state", "-o", "pre\r\nBcc: eve@example.com\u202E" + "z".repeat(500))) {
            assertThat(listener.isReady()).isTrue();
            assertThat(acknowledges(listener, name, 0)).isTrue();
            assertThat(acknowledges(listener, "p1", 1)).isTrue();

            Await.until("both mails", () -> MailDirectory.count(mails) == 2, () -> MailDirectory.text(log));

            for (String mail : MailDirectory.mails(mails)) {
                String head = mail.split("\r?\n\r?\n", 2)[0];
                assertThat(head.lines().filter(line -> line.startsWith("Subject:")))
                        .hasSize(1);
                assertThat(head).doesNotContainPattern("(?m)^Bcc").doesNotContain("\u0000", "\u202E", "\r\r");
                assertThat(mail).doesNotContain("\u0000", "\u202E");
            }
            assertThat(MailDirectory.text(log))
                    .doesNotContain("\u0000", "\u202E")
                    .contains("EXITED web:p1");
            listener.stop();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the end of the listener shows that it was done
    private void killSoon(PipedListener listener) {
        // every other while it still takes events in
        int latest = random.nextBoolean() ? 20 : 200;
        killer.schedule(listener::killSoon, random.nextInt(1, latest), TimeUnit.MILLISECONDS);
    }

    private PipedListener listener(String state, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-m",
                "bob@example.com",
                "--state-dir",
                directory.resolve(state).toString(),
                "-s",
                MailDirectory.command(mails)));
        options.addAll(List.of(more));
        return new PipedListener("crashmail", JAR, SERVER, options, log);
    }

    /** Whether it has acknowledged that a process has died. */
    private static boolean acknowledges(PipedListener listener, String name, int serial) {
        return listener.accepts(
                serial,
                "PROCESS_STATE_EXITED",
                "processname:" + name + " groupname:web from_state:RUNNING expected:0 pid:" + (1000 + serial));
    }

    /** The mails with their headers. */
    private static List<String> texts(MailServer server) {
        return server.mails().stream().map(GreenMailUtil::getWholeMessage).toList();
    }

    private Map<String, Set<String>> idsByProcess() {
        return idsByProcess(MailDirectory.mails(mails));
    }

    private static Map<String, Set<String>> idsByProcess(List<String> mails) {
        Map<String, Set<String>> ids = new HashMap<>();
        for (String mail : mails) {
            Matcher process = PROCESS.matcher(mail);
            Matcher id = ID.matcher(mail);
            if (process.find() && id.find() && mail.contains("Crashes in the last hour")) {
                ids.computeIfAbsent(process.group(1), name -> new HashSet<>()).add(id.group(1));
            }
        }
        return ids;
    }

    /** Empty if it is not about one. */
    private static String process(String mail) {
        Matcher process = PROCESS.matcher(mail);
        return process.find() ? process.group(1) : "";
    }

    private List<Path> waiting(String state) {
        try (var files = Files.walk(directory.resolve(state))) {
            // also what is remembered of their attempts
            return files.filter(file -> file.toString().matches(".*\\.(?:alert|attempts)"))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // a file was removed while we looked
            return List.of(directory);
        }
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[512]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
