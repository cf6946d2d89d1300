package org.superlance.listener.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.alert.Courier;
import org.superlance.listener.alert.Outbox;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whom to mail, and how, and whom to tell otherwise: the options that all restarting listeners share. */
public final class MailOptions {

    @Option(
            names = {"-m", "--email"},
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

    /** Where alerts go: by mail if there is an address, and to whom the other options name. */
    public Outbox outbox(ListenerState state, Surroundings surroundings) {
        return routing.outbox(email, state, surroundings);
    }

    /** By whom alerts go out. */
    public List<Courier> couriers(Surroundings surroundings) {
        return routing.couriers(email, surroundings);
    }

    /** Whether there is anybody to be told. */
    public boolean isForSomebody() {
        return email != null || routing.isForSomebody();
    }

    /** For a plugin in which the command has a short option too; in some the letter means something else. */
    public void sendmail(String command) {
        routing.sendmail = command;
    }
}
