package org.superlance.listener.supervisor;

import static org.superlance.listener.supervisor.ProcessState.RUNNING;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests of our client against a real supervisord, over its socket file and over its port. */
@Execution(ExecutionMode.SAME_THREAD)
abstract class AgainstSupervisord {

    private static final String PROGRAMS = """
            [program:cat]
            command=/bin/cat
            startsecs=1
            [program:stubborn]
            command=/bin/sh -c 'trap "sleep 1; exit 0" TERM; while :; do sleep 0.1; done'
            startsecs=0
            stopwaitsecs=20
            [program:talker]
            command=/bin/sh -c 'printf "\\033[31mréd" >&2; printf "öüt"; exec cat'
            startsecs=0
            redirect_stderr=false
            [program:merged]
            command=/bin/cat
            startsecs=0
            redirect_stderr=true
            [program:prógrammé]
            command=/bin/cat
            startsecs=0
            [program:rocket🚀]
            command=/bin/cat
            startsecs=0
            [group:grüppe]
            programs=prógrammé,rocket🚀
            [program:missing]
            command=/nonexistent/program
            autostart=false
            [program:brief]
            command=/bin/false
            autostart=false
            startsecs=5
            startretries=0
            """;

    static final Namespec CAT = Namespec.parse("cat");
    static final Namespec STUBBORN = Namespec.parse("stubborn");
    static final Namespec TALKER = Namespec.parse("talker");
    static final Namespec ROCKET = Namespec.parse("grüppe:rocket🚀");

    @TempDir
    static Path directory;

    static Supervisord supervisord;
    Supervisor supervisor = connected("unix");

    @BeforeAll
    static void startSupervisord() throws IOException {
        supervisord = Supervisord.start(directory, PROGRAMS);
    }

    @AfterAll
    static void stopSupervisord() throws IOException {
        supervisord.close();
    }

    @AfterEach
    void disconnect() {
        supervisor.close();
    }

    private static Supervisor connected(String how) {
        ServerAddress address = how.equals("unix") ? supervisord.socketFile() : supervisord.port();
        return new XmlRpcSupervisor(
                address.withCredentials(Supervisord.USER, Supervisord.PASSWORD), RpcLimits.standard());
    }

    void over(String how) {
        supervisor.close();
        supervisor = connected(how);
        Supervisord.until(() -> List.of(CAT, STUBBORN, TALKER, ROCKET).stream().allMatch(name -> is(name, RUNNING)));
    }

    boolean is(Namespec name, ProcessState state) {
        return supervisor.process(name).value().orElseThrow().state() == state;
    }
}
