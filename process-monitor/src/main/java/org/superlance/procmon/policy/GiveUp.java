package org.superlance.procmon.policy;

/** The program has failed too often and is not started any more. */
public record GiveUp(FailureHistory failures, String reason) implements RestartDecision {

    @Override
    public String sentence() {
        return reason + "; given up";
    }
}
