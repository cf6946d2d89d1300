package org.superlance.packaging;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command as it is installed.
 *
 * @param name what people type
 * @param mainClass what the JVM runs
 */
record Tool(String name, String mainClass) {

    static final List<Tool> ALL = List.of(
            of("memmon", "memmon.Memmon"),
            of("httpok", "httpok.Httpok"),
            of("timemon", "timemon.Timemon"),
            of("oome_monitor", "oomemonitor.OomeMonitor"),
            of("crashmail", "crashmail.Crashmail"),
            of("crashmailbatch", "crashmailbatch.Crashmailbatch"),
            of("fatalmailbatch", "fatalmailbatch.Fatalmailbatch"),
            of("crashsms", "crashsms.Crashsms"),
            of("superlance", "superlance.Superlance"));

    /** Whether it is the one whose JAR holds all others. */
    boolean isWhole() {
        return name.equals("superlance");
    }

    private static Tool of(String name, String mainClass) {
        return new Tool(name, "org.superlance." + mainClass);
    }

    /** Its options, from the class that {@code --help} is made of too: by convention, the main class's name and "Command". */
    CommandSpec spec() {
        try {
            return new CommandLine(Class.forName(mainClass + "Command")).getCommandSpec();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no options are known of " + this, e);
        }
    }
}
