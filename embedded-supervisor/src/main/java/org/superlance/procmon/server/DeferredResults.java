package org.superlance.procmon.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Results of RPC methods that wait for a state change. Only the main loop uses it. */
public final class DeferredResults {

    private record Wait<T>(Supplier<Optional<T>> outcome, CompletableFuture<T> answer) {

        boolean isOver() {
            try {
                outcome.get().ifPresent(answer::complete);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
            return answer.isDone();
        }
    }

    private final List<Wait<?>> waits = new ArrayList<>();

    /** @param outcome is polled until it has a value or throws */
    public <T> CompletableFuture<T> until(Supplier<Optional<T>> outcome) {
        Wait<T> wait = new Wait<>(outcome, new CompletableFuture<>());
        if (!wait.isOver()) {
            waits.add(wait);
        }
        return wait.answer();
    }

    boolean areOver() {
        for (Iterator<Wait<?>> each = waits.iterator(); each.hasNext(); ) {
            if (each.next().isOver()) {
                each.remove();
            }
        }
        return waits.isEmpty();
    }

    /** Fails everything that still waits. */
    void giveUp(RuntimeException why) {
        waits.forEach(wait -> wait.answer().completeExceptionally(why));
        waits.clear();
    }
}
