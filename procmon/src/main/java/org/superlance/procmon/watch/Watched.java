package org.superlance.procmon.watch;

/**
 * What is watched, and what those who act share.
 *
 * @param programs as they have been seen
 * @param contact whether supervisord answers
 */
record Watched(WatchSettings settings, Programs programs, Judgement judgement, Pace pace, Contact contact) {}
