package org.superlance.listener.notify;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.superlance.listener.notify.Notifier.DeliveryResult;

/** Does with each alert what the test says, and remembers which were tried. */
final class ScriptedNotifier implements Notifier {

    /** What happens to an alert. */
    interface Fate {
        DeliveryResult of(Alert alert) throws InterruptedException;
    }

    private final List<Alert> tried = new CopyOnWriteArrayList<>();
    private final List<Alert> delivered = new CopyOnWriteArrayList<>();
    private volatile Fate fate;

    ScriptedNotifier(Fate fate) {
        this.fate = fate;
    }

    static ScriptedNotifier accepting() {
        return new ScriptedNotifier(alert -> DeliveryResult.DELIVERED);
    }

    void now(Fate other) {
        fate = other;
    }

    List<String> tried() {
        return tried.stream().map(Alert::id).toList();
    }

    List<Alert> delivered() {
        return delivered;
    }

    List<String> deliveredIds() {
        return delivered.stream().map(Alert::id).toList();
    }

    @Override
    public DeliveryResult deliver(Alert alert) throws InterruptedException {
        tried.add(alert);
        DeliveryResult result = fate.of(alert);
        if (result.status() == DeliveryResult.Status.DELIVERED) {
            delivered.add(alert);
        }
        return result;
    }

    @Override
    public String toString() {
        return "a scripted courier";
    }
}
