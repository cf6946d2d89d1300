package org.superlance.procmon.child;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.procmon.child.Launch.Identity;
import org.superlance.procmon.child.Launch.Streams;

/** Launches of commands with pipes, in the environment of the test. */
final class Launches {

    private Launches() {}

    static Launch of(String... command) {
        return new Launch(List.of(command), Optional.empty(), System.getenv(), Optional.empty(), Streams.PIPED);
    }

    static Launch as(String user, String... command) {
        Identity identity = new Identity(user, Optional.empty());
        return new Launch(List.of(command), Optional.empty(), System.getenv(), Optional.of(identity), Streams.PIPED);
    }

    static Launch in(Map<String, String> environment, String... command) {
        return new Launch(List.of(command), Optional.empty(), environment, Optional.empty(), Streams.PIPED);
    }
}
