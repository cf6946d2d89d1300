package org.superlance.procmon.rpc;

/** It cannot be listened where the configuration says. The message is one sentence for an operator. */
public final class ListenException extends Exception {

    private static final long serialVersionUID = 1L;

    ListenException(String sentence) {
        super(sentence);
    }

    ListenException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
