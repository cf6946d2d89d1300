package org.superlance.procmon;

import org.superlance.listener.supervisor.Deserialization;

/** The command {@code procmon}. */
public final class Procmon {

    private Procmon() {}

    public static void main(String[] arguments) {
        Deserialization.forbid();
    }
}
