package org.superlance.listener.notify;

import java.util.List;
import java.util.Optional;

/** There is no disk. */
final class NoopSpool implements Spool {

    @Override
    public boolean add(Alert alert) {
        return true;
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    public Optional<Alert> read(String name) {
        return Optional.empty();
    }

    @Override
    public void remove(String name) {}

    @Override
    public void moveToDeadLetters(String name, String why) {}

    @Override
    public List<Alert> unsaved() {
        return List.of();
    }

    @Override
    public void close() {}
}
