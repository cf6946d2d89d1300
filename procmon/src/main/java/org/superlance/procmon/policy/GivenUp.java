package org.superlance.procmon.policy;

/** The program has failed too often and is not started any more. */
public record GivenUp(Failures failures, String reason) implements Sequel {

    @Override
    public String sentence() {
        return reason + "; given up";
    }
}
