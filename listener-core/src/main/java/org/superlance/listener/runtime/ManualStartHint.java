package org.superlance.listener.runtime;

import java.io.PrintStream;

/**
 * What somebody is told who starts a listener from a shell.
 *
 * @param options with which the command has no effect
 */
public record ManualStartHint(String command, String exampleSection, String options) {

    /** Explains it. */
    public void explain(PrintStream err) {
        err.println(command + " is an event listener of supervisord: put it into supervisord.conf, for instance");
        err.println();
        err.println(exampleSection.strip().indent(4).stripTrailing());
        err.println();
        err.println("and try it from here, without any effect, with: " + command + " " + options);
    }
}
