package org.superlance.timemon;

import java.time.LocalDateTime;
import java.util.Optional;

/** Remembers, past the death of the listener, which slot was judged last. */
interface LastSlotStore {

    Optional<LocalDateTime> read();

    void write(LocalDateTime judged);

    /** For a listener without a state directory: remembers nothing. */
    static LastSlotStore none() {
        return new LastSlotStore() {
            @Override
            public Optional<LocalDateTime> read() {
                return Optional.empty();
            }

            @Override
            public void write(LocalDateTime judged) {}
        };
    }
}
