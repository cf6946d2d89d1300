package org.superlance.listener.config;

/** Invalid or missing supervisord configuration. The message is one sentence for an operator. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    public ConfigException(String sentence) {
        super(sentence);
    }

    public ConfigException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
