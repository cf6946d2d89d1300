package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.crash.FailureAnalyzer;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.FailureStates.Recovery;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.FanoutQueue;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.notify.NotificationConfig.AlertLife;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.notify.RecordingQueue;
import org.superlance.listener.process.OomKillCounter;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.runtime.ListenerStateStore;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.testkit.VirtualTime;
import org.superlance.listener.util.RateLimit;

/** Who is told what of a program that dies, with one alert an hour, and a reminder every four hours. */
class CrashMailerTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:56Z");
    private static final Namespec W1 = new Namespec("web", "w1");

    private final VirtualTime time = new VirtualTime();
    private final Clock clock = time.clock(START);
    private final RecordingQueue mail = new RecordingQueue();
    private final RecordingQueue hook = new RecordingQueue("outbox-webhook-1");
    private final RecordingQueue pager = new RecordingQueue("outbox-pagerduty-1");
    private final RecordingQueue alertmanager = new RecordingQueue("outbox-alertmanager-1");
    private final FailureQueue failures = new FailureQueue(Optional.empty(), Metrics.none());

    @TempDir
    private Path directory;

    private ProcessState now = ProcessState.FATAL;
    private AlertBook book = AlertBook.inMemory(NotificationQueue.none(), clock);
    private @Nullable CrashMailer mailer;

    @AfterEach
    void end() {
        time.shutdownNow();
    }

    @Test
    void whatIsFatalIsToldToMachinesAtOnceAndToPeopleWithTheSum() {
        begin();
        fails(FailureType.EXITED);
        fails(FailureType.FATAL);

        assertThat(told(pager)).containsExactly("BEGIN EXITED", "BEGIN FATAL");
        assertThat(told(alertmanager)).isEqualTo(told(pager));
        assertThat(told(hook))
                .as("nothing is over for those who know of nothing worse")
                .containsExactly("BEGIN EXITED");
        assertThat(told(mail)).isEqualTo(told(hook));

        pass(Duration.ofHours(1));

        assertThat(told(hook)).containsExactly("BEGIN EXITED", "BEGIN FATAL", "END EXITED");
        assertThat(told(mail)).containsExactly("BEGIN EXITED", "BEGIN FATAL");
        assertThat(told(pager)).containsExactly("BEGIN EXITED", "BEGIN FATAL", "END EXITED");
        assertThat(mail.accepted().get(1).subject()).startsWith("w1 was given up since ");

        pass(Duration.ofHours(4));
        book.remind();
        now = ProcessState.RUNNING;
        pass(Duration.ofMinutes(2));

        assertThat(told(mail)).containsExactly("BEGIN EXITED", "BEGIN FATAL", "REMINDER FATAL", "END FATAL");
        assertThat(told(hook).subList(3, 5)).containsExactly("REMINDER FATAL", "END FATAL");
        assertThat(told(pager).subList(3, 4)).containsExactly("END FATAL");
        assertThat(told(alertmanager)).isEqualTo(told(pager));
        assertThat(book.isEmpty()).isTrue();
    }

    @Test
    void oneStateLessIsEnoughForThoseWhoAreToldOfBoth() {
        receivers(pager);
        fails(FailureType.EXITED);
        fails(FailureType.FATAL);
        pass(Duration.ofHours(1));

        assertThat(told(pager)).containsExactly("BEGIN EXITED", "BEGIN FATAL", "END EXITED");
    }

    @Test
    void theNextLifeOfTheListenerTellsPeopleWhatWasHeldBack() {
        begin();
        fails(FailureType.EXITED);
        fails(FailureType.FATAL);

        begin();
        pass(Duration.ZERO);

        assertThat(told(mail)).containsExactly("BEGIN EXITED", "BEGIN FATAL");
        assertThat(told(hook)).containsExactly("BEGIN EXITED", "BEGIN FATAL", "END EXITED");
        assertThat(told(pager)).isEqualTo(told(hook));
        assertThat(failures.size()).isZero();
    }

    @Test
    void holdsItBackInTheNextLifeTooAndTellsMachinesNothingTwice() {
        begin();
        fails(FailureType.EXITED);
        fails(FailureType.EXITED);
        fails(FailureType.FATAL);

        begin();
        pass(Duration.ZERO);

        assertThat(told(mail)).containsExactly("BEGIN EXITED", "BEGIN EXITED");
        assertThat(told(pager)).containsExactly("BEGIN EXITED", "BEGIN FATAL", "BEGIN EXITED");
        pass(Duration.ofHours(1));
        assertThat(told(mail)).containsExactly("BEGIN EXITED", "BEGIN EXITED", "BEGIN FATAL");
        assertThat(book.open()).extracting(OpenState::count).containsExactly(0);
    }

    @Test
    void whatIsOverBeforeTheSumIsNotBegunByIt() {
        begin();
        fails(FailureType.EXITED);
        fails(FailureType.FATAL);
        now = ProcessState.RUNNING;
        pass(Duration.ofMinutes(2));

        assertThat(told(hook)).containsExactly("BEGIN EXITED", "END EXITED");
        pass(Duration.ofHours(1));

        assertThat(told(hook)).containsExactly("BEGIN EXITED", "END EXITED", "INCIDENT FATAL");
        assertThat(hook.accepted().get(2).subject()).startsWith("w1 was given up, is not any more since");
        assertThat(told(pager)).containsExactly("BEGIN EXITED", "BEGIN FATAL", "END EXITED", "END FATAL");
        assertThat(told(mail)).isEqualTo(told(hook));
    }

    @Test
    void aSumOfDeathsHasAnEndAsEachOfThemHas() {
        begin();
        fails(FailureType.EXITED);
        now = ProcessState.RUNNING;
        pass(Duration.ofMinutes(2));
        now = ProcessState.EXITED;
        fails(FailureType.EXITED);
        pass(Duration.ofHours(1));
        now = ProcessState.RUNNING;
        pass(Duration.ofMinutes(2));

        assertThat(told(pager)).containsExactly("BEGIN EXITED", "END EXITED", "BEGIN EXITED", "END EXITED");
        assertThat(told(mail)).isEqualTo(told(pager));
    }

    @Test
    void whatWasOnlyCountedIsToldToPeople() {
        begin();
        fails(FailureType.EXITED);
        for (int i = 0; i < Throttle.MAX_SUPPRESSED; i++) {
            fails(FailureType.EXITED);
        }
        fails(FailureType.FATAL);
        pass(Duration.ofHours(1));

        assertThat(told(mail)).containsExactly("BEGIN EXITED", "BEGIN FATAL");
        assertThat(mail.accepted().get(1).subject()).startsWith("w1 was given up; 101 alerts since ");
    }

    @Test
    void aStateWhoseNoteIsLostIsToldToPeople() {
        begin();
        fails(FailureType.EXITED);
        fails(FailureType.FATAL);
        failures.remove(failures.waiting());

        begin();
        pass(Duration.ZERO);

        assertThat(told(mail)).containsExactly("BEGIN EXITED", "BEGIN FATAL");
    }

    private void begin() {
        receivers(mail, hook, pager, alertmanager);
    }

    /** A life of the listener, which goes on with what the one before has left. */
    private void receivers(RecordingQueue... receivers) {
        NotificationQueue queue = FanoutQueue.of(List.of(receivers));
        book = new AlertBook(
                Optional.of(new SpoolDirectory<>(directory.resolve("states"), OpenState.CODEC)),
                queue,
                AlertLife.DEFAULT,
                "",
                clock);
        book.load();
        SupervisorClient supervisor = (SupervisorClient) Proxy.newProxyInstance(
                SupervisorClient.class.getClassLoader(),
                new Class<?>[] {SupervisorClient.class},
                (self, method, arguments) -> method.getName().equals("process")
                        ? new RpcResult.Success<>(process())
                        : new RpcResult.NoResponse<>("it does not answer", false));
        CommandContext process = new CommandContext(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                clock,
                false,
                false,
                task -> {});
        ListenerContext context = new ListenerContext(
                "crashmail",
                process,
                "vm",
                Optional.empty(),
                supervisor,
                ListenerStateStore.none(),
                queue,
                book,
                time,
                clock,
                false);
        CrashmailConfig config = new CrashmailConfig(
                Set.of(FailureType.values()),
                new ProcessFilter(List.of(), List.of()),
                "",
                0,
                Optional.of(RateLimit.parse("1/1h")),
                new Recovery(Optional.of(Duration.ofMinutes(1)), Duration.ZERO),
                List.of(),
                NotificationConfig.NONE);
        mailer = new CrashMailer(
                config, context, failures, new FailureAnalyzer(supervisor, new OomKillCounter(), clock, 0));
    }

    /** As supervisord shows it; it has been running for two minutes if it is. */
    private ProcessInfo process() {
        Instant start = clock.instant().minus(Duration.ofMinutes(2));
        long pid = now == ProcessState.RUNNING ? 5000 : 0;
        return new ProcessInfo(W1, now, pid, start, start, clock.instant(), 0, "", "", "");
    }

    private void fails(FailureType type) {
        failures.enqueue(new ProcessFailure(type, W1, OptionalLong.of(4711), "RUNNING", clock.instant()));
        pass(Duration.ofSeconds(1));
    }

    private void pass(Duration duration) {
        time.pass(duration);
        Objects.requireNonNull(mailer).runCycle(clock.instant());
    }

    private static List<String> told(RecordingQueue receiver) {
        return receiver.accepted().stream()
                .map(alert -> alert.phase() + " " + alert.label("event"))
                .toList();
    }
}
