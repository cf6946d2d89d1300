package org.superlance.listener.crash.batch;

/** Puts a batch into words. What comes out is bounded, however many failures there are. */
@FunctionalInterface
public interface BatchFormatter {

    String format(Batch batch);
}
