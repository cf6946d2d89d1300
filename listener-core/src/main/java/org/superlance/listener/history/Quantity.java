package org.superlance.listener.history;

import java.util.Optional;

/** What is measured of a program at each tick; a value is a whole number in the unit of its quantity. */
public enum Quantity {
    /** Resident memory, in KiB. */
    RSS("rss_kib", 256),
    /** The same with a part of what is shared, in KiB. */
    PSS("pss_kib", 256),
    /** Memory that no other process shares, in KiB. */
    USS("uss_kib", 256),
    /** CPU time that was used since the measurement before, in thousandths of one core. */
    CPU("cpu_permille", 10),
    /** How long a HTTP response took, in milliseconds. */
    RESPONSE_TIME("response_ms", 5),
    /** What a check tells of a program, in thousandths of the unit that the detail of its sample names. */
    CHECK_VALUE("check_milli", 0),
    /** Whether supervisord shows the program as running: 1 or 0. */
    UP("up", 0);

    private final String label;
    private final long tolerance;

    Quantity(String label, long tolerance) {
        this.label = label;
        this.tolerance = tolerance;
    }

    /** As written in a file, with the unit: {@code rss_kib}. */
    public String label() {
        return label;
    }

    /** A change of at most so much is none, whatever the value is. */
    long tolerance() {
        return tolerance;
    }

    /** Whether it is an amount of memory. */
    public boolean isMemory() {
        return this == RSS || this == PSS || this == USS;
    }

    static Optional<Quantity> of(String label) {
        for (Quantity quantity : values()) {
            if (quantity.label.equals(label)) {
                return Optional.of(quantity);
            }
        }
        return Optional.empty();
    }
}
