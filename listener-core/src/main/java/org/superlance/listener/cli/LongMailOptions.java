package org.superlance.listener.cli;

import java.util.List;
import org.superlance.listener.alert.Courier;
import org.superlance.listener.alert.Outbox;

/** The same as {@link MailOptions} for a command in which the letter means something else. */
public final class LongMailOptions implements Options.Holder {

    private final Options options = new Options();

    final Setting<String> email = options.value(String.class, "--email")
            .takes("ADDRESS")
            .says("Mail here what was done; several with commas. Without it there is no mail.");

    private final MailRouting routing = options.with(new MailRouting());

    /** @throws IllegalArgumentException with a sentence for people if the options do not fit together */
    public void validate(Surroundings surroundings) {
        routing.validate(email.orNull(), surroundings);
    }

    /** By whom alerts go out. */
    public List<Courier> couriers(Surroundings surroundings) {
        return routing.couriers(email.orNull(), surroundings);
    }

    /** Where alerts go: by mail if there is an address, and to whom the other options name. */
    public Outbox outbox(ListenerState state, Surroundings surroundings) {
        return routing.outbox(email.orNull(), state, surroundings);
    }

    @Override
    public Options options() {
        return options;
    }
}
