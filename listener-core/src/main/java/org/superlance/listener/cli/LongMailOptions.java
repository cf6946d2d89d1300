package org.superlance.listener.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.alert.Courier;
import org.superlance.listener.alert.Outbox;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The same as {@link MailOptions} for a command in which the letter means something else. */
public final class LongMailOptions {

    @Option(
            names = "--email",
            paramLabel = "ADDRESS",
            description = "Mail here what was done; several with commas. Without it there is no mail.")
    @Nullable
    String email;

    @Mixin
    private MailRouting routing;

    /** @throws IllegalArgumentException with a sentence for people if the options do not fit together */
    public void validate(Surroundings surroundings) {
        routing.validate(email, surroundings);
    }

    /** By whom alerts go out. */
    public List<Courier> couriers(Surroundings surroundings) {
        return routing.couriers(email, surroundings);
    }

    /** Where alerts go: by mail if there is an address, and to whom the other options name. */
    public Outbox outbox(ListenerState state, Surroundings surroundings) {
        return routing.outbox(email, state, surroundings);
    }
}
