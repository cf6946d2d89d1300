package org.superlance.listener.event;

/**
 * An event that no listener here is interested in, or one whose payload makes no sense.
 *
 * @param payload at most its first 65,536 characters
 */
public record UnknownEvent(EventHeader header, String payload) implements Event {}
