package org.superlance.listener.batch;

/** Puts a batch into words. What comes out is bounded, however many failures there are. */
@FunctionalInterface
public interface Wording {

    String text(Batch batch);
}
