package org.superlance.procmon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;
import org.superlance.listener.util.RateLimit;
import org.superlance.procmon.policy.RestartSettings;
import org.superlance.procmon.server.EndConditions.EndReason;
import org.superlance.procmon.subprocess.ScriptedSubprocess;

class EndConditionsTest {

    private final ScriptedSubprocess web = new ScriptedSubprocess("site", "web");

    @Test
    void endsOnceAProgramIsFatalWithItsLastExit() {
        EndConditions conditions = conditions("site:*", null, false);

        web.startAndEnd(3);
        assertThat(conditions.reason(web.process(), false)).isEmpty();
        web.after(Duration.ofSeconds(1)).end(137);
        web.after(Duration.ofSeconds(2)).end(3);
        web.after(Duration.ZERO);

        assertThat(conditions.reason(web.process(), false))
                .contains(new EndReason(
                        1,
                        "site:web is FATAL: Exited too quickly (process log may have details); it exited with status 3"
                                + " (--exit-on-fatal)"));
        assertThat(conditions.reason(web.process(), false)).isEmpty();
    }

    @Test
    void heedsNoOtherProgramAndListenersOnlyByName() {
        makeFatal();
        assertThat(conditions("db", "db", false).reason(web.process(), false)).isEmpty();
        makeFatal();
        assertThat(conditions("", "", false).reason(web.process(), true)).isEmpty();
        makeFatal();
        assertThat(conditions("web", null, false).reason(web.process(), true)).isPresent();
    }

    @Test
    void waitsUntilItIsGivenUpWhereFailuresAreCounted() {
        ScriptedSubprocess counted = new ScriptedSubprocess(
                "web",
                "web",
                RestartSettings.builder().maxFailures(RateLimit.parse("2/1h")).build());
        EndConditions conditions = conditions("", null, true);

        counted.startAndEnd(1);
        counted.after(Duration.ofSeconds(1)).end(1);
        counted.after(Duration.ofSeconds(2)).end(1);
        counted.after(Duration.ZERO);
        assertThat(conditions.reason(counted.process(), false)).isEmpty();
        for (int i = 0; i < 3; i++) {
            counted.after(Duration.ofSeconds(3)).end(1);
        }
        counted.after(Duration.ZERO);

        assertThat(conditions.reason(counted.process(), false).map(EndReason::sentence))
                .contains("web is given up: it is FATAL, failure 2 in a row; limit max-failures 2/1h reached; given up"
                        + " (--exit-on-fatal)");
    }

    @Test
    void endsWithTheStatusOfAnExitExpectedOrNotAndThoughItRunsAgain() {
        EndConditions conditions = conditions(null, "web", false);

        web.after(Duration.ZERO).after(Duration.ofSeconds(1)).end(7);
        web.after(Duration.ofHours(1));
        assertThat(conditions.reason(web.process(), false))
                .contains(new EndReason(7, "site:web exited with status 7 (--on-exit)"));
        web.after(Duration.ofSeconds(1)).end(0);
        assertThat(conditions.reason(web.process(), false))
                .contains(new EndReason(0, "site:web exited with status 0 (--on-exit)"));
        web.process().start();
        web.after(Duration.ofSeconds(1)).end(137);
        assertThat(conditions.reason(web.process(), false))
                .contains(new EndReason(137, "site:web was terminated by SIGKILL (--on-exit)"));
    }

    @Test
    void staysWhereSomebodyStopsAProgram() {
        web.after(Duration.ZERO).after(Duration.ofSeconds(1));

        web.process().stop();
        web.end(143);

        assertThat(conditions("", "", false).reason(web.process(), false)).isEmpty();
    }

    private void makeFatal() {
        web.process().start();
        for (int i = 1; i <= 3; i++) {
            web.end(3);
            web.after(Duration.ofSeconds(i));
        }
    }

    private static EndConditions conditions(@Nullable String onFatal, @Nullable String onExit, boolean retried) {
        return new EndConditions(
                Optional.ofNullable(onFatal).map(ProcessFilter::parse),
                Optional.ofNullable(onExit).map(ProcessFilter::parse),
                retried);
    }
}
