package org.superlance.procmon.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What somebody waits for until it is so. Only the main loop uses it. */
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

    /** @param outcome is asked again and again, until there is one or it throws */
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

    /** Nothing more will come. */
    void giveUp(RuntimeException why) {
        waits.forEach(wait -> wait.answer().completeExceptionally(why));
        waits.clear();
    }
}
