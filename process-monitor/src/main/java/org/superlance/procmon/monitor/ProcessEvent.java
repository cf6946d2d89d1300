package org.superlance.procmon.monitor;

import java.time.Duration;
import org.superlance.listener.util.Durations;
import org.superlance.procmon.policy.RestartDecision;
import org.superlance.procmon.spawn.ProcessExit;

/** What has happened to a process. The log line is its sentence. */
public sealed interface ProcessEvent {

    /** The name by which it was added. */
    String process();

    /** What happened, and why, for an operator; without the name. */
    String sentence();

    /** It runs. */
    record Started(String process, long pid) implements ProcessEvent {

        @Override
        public String sentence() {
            return "started, pid " + pid;
        }
    }

    /** It could not be started. */
    record NotStarted(String process, RestartDecision decision) implements ProcessEvent {

        @Override
        public String sentence() {
            return "cannot be started: " + decision.sentence();
        }
    }

    /** It ended without having been told to. */
    record Ended(String process, long pid, ProcessExit exit, RestartDecision decision) implements ProcessEvent {

        @Override
        public String sentence() {
            return "pid " + pid + " " + exit.sentence() + "; " + decision.sentence();
        }
    }

    /** It has ended, and is told no more; others of its process group are left and are told to end. */
    record LeftBehind(String process, long pid) implements ProcessEvent {

        @Override
        public String sentence() {
            return "pid " + pid + " has left processes of its group behind: SIGTERM";
        }
    }

    /** It was told to end, and does not within the kill time. */
    record Killed(String process, long pid, Duration killTime) implements ProcessEvent {

        @Override
        public String sentence() {
            return "pid " + pid + " and its process group have not ended within " + Durations.format(killTime)
                    + ": SIGKILL";
        }
    }

    /** It was told to end, and has. */
    record Stopped(String process, long pid, ProcessExit exit) implements ProcessEvent {

        @Override
        public String sentence() {
            return "stopped: pid " + pid + " " + exit.sentence();
        }
    }
}
