package org.superlance.procmon.spawn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.procmon.spawn.LaunchSpec.Identity;
import org.superlance.procmon.spawn.LaunchSpec.Streams;

/** Launches of commands with pipes, in the environment of the test. */
final class LaunchSpecs {

    private LaunchSpecs() {}

    static LaunchSpec of(String... command) {
        return new LaunchSpec(List.of(command), Optional.empty(), System.getenv(), Optional.empty(), Streams.PIPED);
    }

    static LaunchSpec as(String user, String... command) {
        Identity identity = new Identity(user, Optional.empty());
        return new LaunchSpec(
                List.of(command), Optional.empty(), System.getenv(), Optional.of(identity), Streams.PIPED);
    }

    static LaunchSpec in(Map<String, String> environment, String... command) {
        return new LaunchSpec(List.of(command), Optional.empty(), environment, Optional.empty(), Streams.PIPED);
    }
}
