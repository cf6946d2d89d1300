package org.superlance.procmon.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/** Makes the packaged {@code procmon run -C} take the place of supervisord. */
final class Embedded {

    private Embedded() {}

    /** @param options of procmon, before {@code -C} */
    static RealSupervisordBuilder in(Path directory, String... options) {
        return startedBy(List.of(), directory, options);
    }

    /** @param before what stands in front of the command */
    static RealSupervisordBuilder startedBy(List<String> before, Path directory, String... options) {
        return RealSupervisord.in(directory).launchedBy(supervisord -> {
            List<String> command = new ArrayList<>(before);
            command.add(PackagedCommand.file("procmon").toString());
            command.add("run");
            command.addAll(List.of(options));
            command.addAll(List.of("-C", supervisord.get(supervisord.size() - 1)));
            return command;
        });
    }
}
