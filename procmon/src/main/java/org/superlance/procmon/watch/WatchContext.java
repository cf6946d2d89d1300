package org.superlance.procmon.watch;

/**
 * What is watched, and what those who act share.
 *
 * @param processes as they have been seen
 * @param availability whether supervisord answers
 */
record WatchContext(
        WatchSettings settings,
        WatchedProcesses processes,
        ProcessStateTracker tracker,
        StartRateLimiter limiter,
        SupervisorAvailability availability) {}
