package org.superlance.listener.notify;

import java.util.Map;

/** What a notifier is made of, as the options of a command say it. */
public interface NotifierConfig {

    /**
     * Makes the notifier.
     *
     * @param host the name of this machine
     * @param environment the listener's
     * @throws IllegalArgumentException with a sentence that names the option if something is missing
     */
    Notifier notifier(String host, Map<String, String> environment);
}
