package org.superlance.superlance.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.superlance.listener.history.FileHistory;
import org.superlance.listener.history.HistoryEvent.AlertEvent;
import org.superlance.listener.history.HistoryEvent.DeathEvent;
import org.superlance.listener.history.HistoryEvent.DecisionEvent;
import org.superlance.listener.history.HistoryEvent.ListenerEvent;
import org.superlance.listener.history.HistoryEvent.PauseEvent;
import org.superlance.listener.history.HistoryEvent.RestartEvent;
import org.superlance.listener.history.Quantity;
import org.superlance.listener.history.Sample;
import org.superlance.listener.state.FileLocks;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.state.StateDirectory;
import org.superlance.listener.supervisor.Namespec;

/** Writes the histories that memmon, httpok and crashmail keep of programs that leak, hang and die. */
final class SampleHistories {

    private static final long MB = 1_024;
    private static final Duration TICK = Duration.ofMinutes(10);

    private final Path base;
    private final Instant end;
    private Instant now;

    SampleHistories(Path base, Instant end) {
        this.base = base;
        this.end = end;
        this.now = end;
    }

    /** Of that many programs in two weeks, one of them with a hostile name. */
    void write(int programs) throws IOException {
        write(programs, Duration.ofDays(14));
    }

    void write(int programs, Duration period) throws IOException {
        try (FileHistory memmon = open("memmon", 1 << 20);
                FileHistory httpok = open("httpok", 1 << 20);
                FileHistory crashmail = open("crashmail", 1 << 20);
                FileHistory fatalmailbatch = open("fatalmailbatch", "fatalmailbatch-all-of-web", 1 << 20)) {
            now = end.minus(period);
            memmon.record(new ListenerEvent(now, ListenerEvent.START, "memmon 0.1.0"));
            List<Program> all = new ArrayList<>();
            for (int i = 0; i < programs; i++) {
                all.add(new Program(name(i), i));
            }
            for (int tick = 0; !now.isAfter(end); tick++, now = now.plus(TICK)) {
                for (Program program : all) {
                    program.tick(tick, now, memmon, crashmail);
                }
                memmon.record(Quantity.UP, now, all.stream().map(Program::up).toList());
                memmon.record(
                        Quantity.RSS,
                        now,
                        all.stream()
                                .filter(program -> program.runs)
                                .map(Program::memory)
                                .toList());
                memmon.record(
                        Quantity.CPU,
                        now,
                        all.stream()
                                .filter(program -> program.runs && program.number == 2)
                                .map(Program::cpu)
                                .toList());
                httpok.record(
                        Quantity.RESPONSE_TIME,
                        now,
                        all.stream()
                                .filter(program -> program.runs && program.number % 3 == 0)
                                .map(Program::response)
                                .toList());
                httpok.record(
                        Quantity.CHECK_VALUE,
                        now,
                        all.stream()
                                .filter(program -> program.runs && program.number == 3)
                                .flatMap(program -> checks(program))
                                .toList());
            }
            alerts(memmon);
            fatalmailbatch.record(new DeathEvent(
                    end.minusSeconds(90),
                    "jobs0:worker-7",
                    "fatal",
                    "exited too quickly; its last line: java.lang.IllegalStateException: no connection to the database"
                            + " after 30 attempts, and none of the other servers has answered within 10 seconds"));
        }
    }

    private static Stream<Sample> checks(Program program) {
        Stream<String> many = IntStream.range(10, 34).mapToObj(i -> "check_many/value" + i);
        return Stream.concat(Stream.of("check_load/load1"), many)
                .map(label -> new Sample(program.name, label, 1_250, 5_000));
    }

    private void alerts(FileHistory memmon) {
        memmon.record(new AlertEvent(
                end.minusSeconds(7_200),
                "web:web_1",
                "outbox",
                "mail server mail.example.com:25 to ops@example.com",
                "failed",
                "a1",
                "memmon: process web:web_1 restarted",
                "mail.example.com: connection refused"));
        memmon.record(new AlertEvent(
                end.minusSeconds(3_600),
                "web:web_1",
                "outbox",
                "mail server mail.example.com:25 to ops@example.com",
                "refused",
                "a1",
                "memmon: process web:web_1 restarted",
                "550 no such user: ops@example.com"));
        memmon.record(new AlertEvent(
                end.minusSeconds(60),
                "web:web_1",
                "outbox",
                "mail server mail.example.com:25 to ops@example.com",
                "delivered",
                "a2",
                "memmon: process web:web_1 restarted",
                ""));
    }

    private FileHistory open(String command, int size) throws IOException {
        return open(command, command, size);
    }

    private FileHistory open(String command, String name, int size) throws IOException {
        Files.createDirectories(base);
        StateDirectory directory = new StateDirectory(
                base, new ListenerId(command, name, name, "unix:///run/supervisor.sock"), new FileLocks());
        directory.own();
        return new FileHistory(directory.path(), directory, Runnable::run, () -> now, size);
    }

    private static Namespec name(int number) {
        if (number == 5) {
            return new Namespec("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>&amp;\u202e");
        }
        return number < 6
                ? new Namespec("web", "web_" + number)
                : new Namespec("jobs" + number % 7, "worker-" + number);
    }

    /** One that leaks, one that dies, one that is paused, one that hangs, and many that do their work. */
    private static final class Program {

        private final Namespec name;
        private final int number;
        private final Random random;
        private long kib;
        private boolean runs = true;
        private int downUntil;

        Program(Namespec name, int number) {
            this.name = name;
            this.number = number;
            this.random = new Random(number);
            this.kib = base();
        }

        private long base() {
            return (20 + number * 7L % 150) * MB;
        }

        private long limit() {
            return number == 1 ? 400 * MB : 600 * MB;
        }

        private boolean leaks() {
            return number == 1 || number == 2;
        }

        void tick(int tick, Instant time, FileHistory memmon, FileHistory crashmail) {
            if (leaks()) {
                kib += number == 1 ? MB + random.nextInt(1_200) : random.nextInt(400);
                if (kib > limit()) {
                    memmon.record(new RestartEvent(
                            time,
                            name.toString(),
                            "memory",
                            "restarted",
                            "RSS 401MB exceeds 400MB (-p web_1)",
                            "new pid " + (4_000 + tick)));
                    kib = base();
                }
            } else {
                kib = base() + random.nextInt(6_000);
            }
            if (number == 3 && tick % 350 == 300) {
                runs = false;
                downUntil = tick + 12;
                crashmail.record(new DeathEvent(time, name.toString(), "exited", "terminated by SIGKILL, up 3h12m"));
                memmon.record(new DecisionEvent(time, name.toString(), "hold", "restart limit 3/1h reached"));
            }
            if (number == 4 && tick == 500) {
                memmon.record(new PauseEvent(time, name.toString(), PauseEvent.BEGIN, "until 18:00, by root"));
            }
            if (number == 4 && tick == 600) {
                memmon.record(new PauseEvent(time, name.toString(), PauseEvent.END, ""));
            }
            runs |= tick >= downUntil;
        }

        Sample up() {
            return new Sample(name, runs ? 1 : 0);
        }

        /** Without a random number, so that all else is as it was. */
        Sample cpu() {
            return new Sample(name, 20 + kib % 300, 900);
        }

        Sample memory() {
            return new Sample(name, kib, limit());
        }

        Sample response() {
            long slow = number == 3 && random.nextInt(300) == 0 ? 4_000 : 0;
            return new Sample(name, 20 + number % 40 + random.nextInt(30) + slow);
        }
    }
}
