package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.supervisor.ProcessState.RUNNING;
import static org.superlance.listener.supervisor.ProcessState.STOPPED;
import static org.superlance.listener.supervisor.ProcessState.STOPPING;

import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.supervisor.SupervisorClient.MemberStatus;

class XmlRpcCommandIT extends SupervisorClientContract {

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void stopsAndStartsAndWaits(String how) throws Exception {
        over(how);

        FutureTask<RpcResult<Boolean>> waiting = new FutureTask<>(() -> supervisor.stop(STUBBORN, true));
        new Thread(waiting).start();
        await(STUBBORN, STOPPING);
        assertThat(waiting.isDone()).isFalse();
        letStubbornGo();
        assertThat(waiting.get()).isEqualTo(new RpcResult.Success<>(true));
        assertThat(is(STUBBORN, STOPPED)).isTrue();

        assertThat(supervisor.stop(CAT, true)).isEqualTo(new RpcResult.Success<>(true));
        assertThat(supervisor.start(CAT, true)).isEqualTo(new RpcResult.Success<>(true));
        assertThat(is(CAT, RUNNING)).isTrue();

        assertThat(supervisor.start(STUBBORN, true)).isEqualTo(new RpcResult.Success<>(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void stopsAndStartsWithoutWaiting(String how) throws Exception {
        over(how);

        assertThat(supervisor.stop(STUBBORN, false)).isEqualTo(new RpcResult.Success<>(true));
        assertThat(is(STUBBORN, STOPPING)).isTrue();
        letStubbornGo();
        await(STUBBORN, STOPPED);

        assertThat(supervisor.start(STUBBORN, false)).isEqualTo(new RpcResult.Success<>(true));
        await(STUBBORN, RUNNING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void saysWhySupervisordDeclined(String how) {
        over(how);
        Namespec unknown = Namespec.parse("no:such");
        Namespec missing = Namespec.parse("missing");
        Namespec brief = Namespec.parse("brief");

        assertThat(supervisor.process(unknown))
                .isEqualTo(new RpcResult.FaultResponse<>(Fault.BAD_NAME, "supervisord has no process no:such"));
        assertThat(supervisor.stopGroup("nogroup", true))
                .isEqualTo(new RpcResult.FaultResponse<>(Fault.BAD_NAME, "supervisord has no process group nogroup"));
        assertThat(supervisor.start(CAT, false))
                .isEqualTo(new RpcResult.FaultResponse<>(Fault.ALREADY_STARTED, "process cat:cat is already running"));
        assertThat(supervisor.stop(missing, true))
                .isEqualTo(new RpcResult.FaultResponse<>(Fault.NOT_RUNNING, "process missing:missing is not running"));
        assertThat(supervisor.start(missing, true).isFault(Fault.NO_FILE)).isTrue();
        assertThat(supervisor.start(brief, true).isFault(Fault.SPAWN_ERROR)).isTrue();
        assertThat(supervisor.signal(CAT, "NONSENSE").isFault(Fault.BAD_SIGNAL)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void sendsASignal(String how) {
        over(how);
        long pid = supervisor.process(CAT).value().orElseThrow().pid();

        assertThat(supervisor.signal(CAT, "KILL")).isEqualTo(new RpcResult.Success<>(true));

        supervisord.await(
                "another cat",
                () -> supervisor.process(CAT).value().orElseThrow().pid() != pid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix", "tcp"})
    void stopsAndStartsAGroupOfNamesThatAreNotAscii(String how) {
        over(how);
        List<MemberStatus> members = List.of(
                new MemberStatus(new Namespec("grüppe", "prógrammé"), Fault.SUCCESS, "OK"),
                new MemberStatus(ROCKET, Fault.SUCCESS, "OK"));

        assertThat(supervisor.stopGroup("grüppe", true).value().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(members);
        assertThat(is(ROCKET, STOPPED)).isTrue();
        assertThat(supervisor.startGroup("grüppe", false).value().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(members);
        assertThat(supervisor.stop(ROCKET, true)).isEqualTo(new RpcResult.Success<>(true));
        assertThat(supervisor.start(ROCKET, true)).isEqualTo(new RpcResult.Success<>(true));
    }
}
