package org.superlance.listener.supervisor;

import static org.superlance.listener.supervisor.ProcessState.RUNNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.RealSupervisord;

/** Tests of our client against a real supervisord, over its socket file and over its port. */
@Execution(ExecutionMode.SAME_THREAD)
abstract class SupervisorClientContract {

    static final String USER = "user";
    private static final String PASSWORD = "pässword:1";

    /** Says who it is as soon as it minds SIGTERM; ends when the test lets it, once each time. */
    private static final String STUBBORN_COMMAND =
            "command=/bin/sh -c 'trap \"until rm let-go 2>/dev/null; do sleep 0.1; done; exit 0\""
                    + " TERM; echo $$ > minds-sigterm; while :; do sleep 0.1; done'";

    static final RpcTimeouts PATIENT = new RpcTimeouts(Await.LIMIT, Await.LIMIT, Await.LIMIT);

    static final Namespec CAT = Namespec.parse("cat");
    static final Namespec STUBBORN = Namespec.parse("stubborn");
    static final Namespec TALKER = Namespec.parse("talker");
    static final Namespec ROCKET = Namespec.parse("grüppe:rocket🚀");

    @TempDir
    static Path directory;

    /** Nothing has been started before; to the second, as supervisord tells times. */
    static Instant begin;

    static RealSupervisord supervisord;
    SupervisorClient supervisor = connected("unix");

    @BeforeAll
    static void startSupervisord() {
        begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        supervisord = RealSupervisord.in(directory)
                .inet()
                .login(USER, PASSWORD)
                .section("program:cat", "command=/bin/cat", "startsecs=1")
                .section("program:stubborn", STUBBORN_COMMAND, "startsecs=0", "stopwaitsecs=3600")
                .section(
                        "program:talker",
                        "command=/bin/sh -c 'printf \"\\033[31mréd\" >&2; printf \"öüt\"; exec cat'",
                        "startsecs=0")
                .section("program:merged", "command=/bin/cat", "startsecs=0", "redirect_stderr=true")
                .section("program:prógrammé", "command=/bin/cat", "startsecs=0")
                .section("program:rocket🚀", "command=/bin/cat", "startsecs=0")
                .section("group:grüppe", "programs=prógrammé,rocket🚀")
                .section("program:missing", "command=/nonexistent/program", "autostart=false")
                .section("program:brief", "command=/bin/false", "autostart=false", "startsecs=3600", "startretries=0")
                .start();
    }

    @AfterAll
    static void stopSupervisord() throws IOException {
        letStubbornGo();
        supervisord.close();
    }

    @AfterEach
    void disconnect() {
        supervisor.close();
    }

    /** Lets the program {@code stubborn} end, which has been or will be stopped. */
    static void letStubbornGo() throws IOException {
        Files.writeString(directory.resolve("let-go"), "");
    }

    private static SupervisorClient connected(String how) {
        return new XmlRpcSupervisorClient(address(how).withCredentials(USER, PASSWORD), PATIENT);
    }

    static ServerUrl address(String how) {
        return ServerUrl.parse(how.equals("unix") ? supervisord.url() : supervisord.inetUrl());
    }

    void over(String how) {
        supervisor.close();
        supervisor = connected(how);
        List.of(CAT, STUBBORN, TALKER, ROCKET).forEach(name -> await(name, RUNNING));
        supervisord.await("one that minds SIGTERM", this::stubbornMindsTheSignal);
    }

    void await(Namespec name, ProcessState state) {
        supervisord.await(name + " " + state, () -> is(name, state));
    }

    private boolean stubbornMindsTheSignal() {
        try {
            long pid = supervisor.process(STUBBORN).value().orElseThrow().pid();
            Path file = directory.resolve("minds-sigterm");
            return Files.exists(file) && Files.readString(file).equals(pid + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean is(Namespec name, ProcessState state) {
        return supervisor.process(name).value().orElseThrow().state() == state;
    }
}
