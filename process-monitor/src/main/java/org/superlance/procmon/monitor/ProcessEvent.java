package org.superlance.procmon.monitor;

import java.time.Duration;
import org.superlance.listener.util.Durations;
import org.superlance.procmon.policy.RestartDecision;
import org.superlance.procmon.spawn.ProcessExit;

/** Something that has happened to a process. */
public sealed interface ProcessEvent {

    /** The name by which it was added. */
    String process();

    /** The log line: what happened, and why; without the name. */
    String sentence();

    /** It was started. */
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

    /** It exited by itself. */
    record Ended(String process, long pid, ProcessExit exit, RestartDecision decision) implements ProcessEvent {

        @Override
        public String sentence() {
            return "pid " + pid + " " + exit.sentence() + "; " + decision.sentence();
        }
    }

    /** It has exited; other processes of its group are left and get SIGTERM. */
    record LeftBehind(String process, long pid) implements ProcessEvent {

        @Override
        public String sentence() {
            return "pid " + pid + " exited but left processes of its group: sending SIGTERM";
        }
    }

    /** It has not exited within the kill time after SIGTERM, and gets SIGKILL. */
    record Killed(String process, long pid, Duration killTime) implements ProcessEvent {

        @Override
        public String sentence() {
            return "pid " + pid + " and its process group did not exit within " + Durations.format(killTime)
                    + ": sending SIGKILL";
        }
    }

    /** It has exited as requested. */
    record Stopped(String process, long pid, ProcessExit exit) implements ProcessEvent {

        @Override
        public String sentence() {
            return "stopped: pid " + pid + " " + exit.sentence();
        }
    }
}
