package org.superlance.listener.metrics;

import java.util.List;

/**
 * Every metric of a listener. Names and units follow Prometheus: base units, and {@code _total} for what only
 * grows while the listener lives. Each has the labels of {@link #COMMON} besides its own.
 *
 * <p>A name keeps its help text in all versions: of files with different ones, the node exporter silently drops the time
 * series of some.
 *
 * <p>Source: "Metric and label naming" of Prometheus' documentation.
 */
public enum Metric {
    BUILD_INFO("superlance_build_info", "Always 1; which version runs on which Java.", "version", "java"),
    START_TIME("superlance_start_time_seconds", "When this listener started, in seconds since 1970."),
    LAST_EVENT("superlance_last_event_timestamp_seconds", "When the last event came, in seconds since 1970."),
    LAST_TICK("superlance_last_tick_timestamp_seconds", "When the last TICK event came, in seconds since 1970."),
    EVENTS("superlance_events_total", "Events that came from supervisord.", "event"),
    EVENTS_LOST("superlance_events_lost_total", "Events that supervisord discarded because its buffer was full."),

    CHECKS("superlance_checks_total", "Checks of all programs; result is done or failed.", "result"),
    CHECK_DURATION("superlance_check_duration_seconds", "How long the last check took."),
    TICKS_SKIPPED("superlance_ticks_skipped_total", "Ticks skipped because the previous check was still running."),
    DECISIONS("superlance_decisions_total", "Decisions about programs, one for each at each check.", "verdict"),
    RESTARTS("superlance_restarts_total", "Restarts by outcome.", "program", "reason", "outcome"),
    RESTARTS_UNDER_WAY("superlance_restarts_under_way", "Restarts that are not finished."),

    MEMORY("superlance_memory_bytes", "Memory that the program used at the last check.", "program"),
    MEMORY_LIMIT("superlance_memory_limit_bytes", "The tightest limit that applies to the program.", "program"),
    CPU_USAGE(
            "superlance_cpu_usage_ratio",
            "CPU time that the program used since the check before; 1 is one core.",
            "program"),
    CPU_LIMIT("superlance_cpu_limit_ratio", "The tightest limit of its CPU time; 1 is one core.", "program"),
    HTTP_OK("superlance_http_ok", "Whether the last answer was as it should be: 1 or 0.", "program"),
    HTTP_STATUS("superlance_http_status_code", "HTTP status of the last answer, if there was one.", "program"),
    HTTP_DURATION(
            "superlance_http_response_duration_seconds", "How long the last answer took, if there was one.", "program"),
    CHECK_OK("superlance_check_ok", "Whether this one of several checks succeeded: 1 or 0.", "program", "check"),
    CHECK_STATUS(
            "superlance_check_status",
            "Status of the plugin at the last check: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
            "program",
            "check"),
    CHECK_VALUE(
            "superlance_check_value",
            "Value that the plugin gave at the last check, in its unit.",
            "program",
            "check",
            "label",
            "unit"),

    PROGRAM_STATE("superlance_program_state", "Whether the program is in this state: 1 or 0.", "program", "state"),
    PROGRAM_EXIT_STATUS(
            "superlance_program_exit_status", "Exit status of the last end of a program that does not run.", "program"),
    PROGRAM_START_TIME(
            "superlance_program_start_time_seconds",
            "When the program was last started, in seconds since 1970.",
            "program"),

    INCIDENTS("superlance_incidents_total", "Deaths and failed starts of programs that are to be told.", "kind"),
    INCIDENTS_WAITING("superlance_incidents_waiting", "Deaths and failed starts that wait to be told."),

    ALERTING("superlance_alerting", "Always 1; what was told to be wrong and is not over.", "program", "event"),

    PAUSED("superlance_paused", "Always 1; these programs are paused by superlance pause.", "programs"),

    ALERTS_QUEUED("superlance_alerts_queued_total", "Alerts taken over for delivery.", "destination"),
    ALERTS_WAITING("superlance_alerts_waiting", "Alerts that are not delivered yet.", "destination"),
    ALERTS_HELD(
            "superlance_alerts_held", "Alerts held back until the end of a pause or of quiet hours.", "destination"),
    ALERTS_DELIVERED("superlance_alerts_delivered_total", "Alerts that were accepted.", "destination"),
    ALERTS_FAILED("superlance_alerts_failed_total", "Attempts that failed; the alert is tried again.", "destination"),
    ALERTS_REFUSED("superlance_alerts_refused_total", "Alerts that were refused for good.", "destination"),
    ALERTS_GIVEN_UP(
            "superlance_alerts_given_up_total", "Alerts set aside after a day of failed attempts.", "destination"),
    ALERTS_DROPPED("superlance_alerts_dropped_total", "Alerts dropped because too many wait.", "destination"),

    OLDEST_WAITING_ALERT(
            "superlance_oldest_waiting_alert_seconds",
            "How long ago the oldest alert came that is not delivered yet; 0 if none waits.",
            "destination"),

    SAMPLES_OMITTED("superlance_samples_omitted_total", "Values left out, because there are too many time series.");

    /** The labels of every time series: the command, and the listener's own namespec. */
    public static final List<String> COMMON = List.of("command", "listener");

    /** The label whose value is the namespec of a program; the time series of a removed program end. */
    static final String PROGRAM = "program";

    private static final String COUNTER = "_total";

    private final String id;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> labels;

    Metric(String id, String help, String... labels) {
        this.id = id;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** The name, as Prometheus knows it. */
    public String id() {
        return id;
    }

    /** Its help text. */
    public String help() {
        return help;
    }

    /** Its own labels, besides {@link #COMMON}. */
    public List<String> labels() {
        return labels;
    }

    /** The value of two gauges that have the same labels. */
    double combined(double one, double other) {
        return this == OLDEST_WAITING_ALERT ? Math.max(one, other) : one + other;
    }

    /** Whether it only grows while the listener lives; a gauge otherwise. */
    public boolean isCounter() {
        return id.endsWith(COUNTER);
    }
}
