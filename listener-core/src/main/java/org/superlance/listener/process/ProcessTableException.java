package org.superlance.listener.process;

import org.jspecify.annotations.Nullable;

/** The table of processes cannot be read at all. The message is one sentence for an operator. */
public final class ProcessTableException extends Exception {

    private static final long serialVersionUID = 1L;

    public ProcessTableException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    public ProcessTableException(String sentence) {
        super(sentence);
    }
}
