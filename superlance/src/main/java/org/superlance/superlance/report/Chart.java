package org.superlance.superlance.report;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.superlance.listener.history.HistoryEvent;
import org.superlance.listener.history.HistoryEvent.DeathEvent;
import org.superlance.listener.history.HistoryEvent.PauseEvent;
import org.superlance.listener.history.HistoryEvent.RestartEvent;
import org.superlance.listener.history.Sample;
import org.superlance.listener.history.SampleSeries;
import org.superlance.superlance.report.ReportContent.Incident;

/**
 * Draws charts over one period of time. Shapes are SVG that is stretched to the width of the page; labels and marks are HTML
 * above it, so that they are as large on a telephone as on a desk.
 */
final class Chart {

    private static final int STEP = 4;
    private static final int WIDTH = Columns.NUMBER * STEP;
    private static final int HEIGHT = 120;
    private static final int BAR_HEIGHT = 10;
    /** A limit that is so many times as high as the highest value would leave nothing to be seen of it. */
    private static final int MAX_LIMIT_FACTOR = 4;

    private final Html page;
    private final long from;
    private final long to;
    private final Axis times;

    Chart(Html page, Instant from, Instant to) {
        this.page = page;
        this.from = from.getEpochSecond();
        this.to = to.getEpochSecond();
        this.times = Axis.ofTime(from, to, page.zone());
    }

    /** A curve of memory with its limit. */
    void memory(SampleSeries series, String title, List<Incident> incidents) {
        Columns columns = Columns.of(series, from, to);
        curve(columns, Axis.ofMemory(top(columns)), title, "mem", incidents);
    }

    /** A curve of CPU time with its limit. */
    void cpu(SampleSeries series, String title, List<Incident> incidents) {
        Columns columns = Columns.of(series, from, to);
        curve(columns, Axis.ofCpu(top(columns)), title, "mem", incidents);
    }

    /** A curve of response times. */
    void responses(SampleSeries series, String title, List<Incident> incidents) {
        Columns columns = Columns.of(series, from, to);
        curve(columns, Axis.ofMillis(top(columns)), title, "res", incidents);
    }

    /** A curve of what a check tells, with its limit. */
    void checkValues(SampleSeries series, String title, List<Incident> incidents) {
        Columns columns = Columns.of(series, from, to);
        curve(columns, Axis.ofThousandths(top(columns)), title, "res", incidents);
    }

    private static long top(Columns columns) {
        long highest = Math.max(1, columns.highest());
        long limit = columns.highestLimit();
        return limit > 0 && limit <= MAX_LIMIT_FACTOR * highest ? Math.max(highest, limit) : highest;
    }

    private void curve(Columns columns, Axis values, String title, String kind, List<Incident> incidents) {
        page.raw("<div class=\"plot\"><div class=\"y\" aria-hidden=\"true\">");
        for (Axis.Tick tick : values.ticks()) {
            page.raw("<span style=\"top:")
                    .raw(Html.percent(1 - tick.at()))
                    .raw("\">")
                    .text(tick.label())
                    .raw("</span>");
        }
        page.raw("</div><div class=\"area\">");
        begin(HEIGHT, title);
        for (Axis.Tick tick : values.ticks()) {
            long y = HEIGHT - Math.round(HEIGHT * tick.at());
            page.raw("<path class=\"g\" d=\"M0 ").raw(y).raw("H").raw(WIDTH).raw("\"/>");
        }
        pauses(incidents);
        path(kind + " b", band(columns, values.end()));
        path(kind + " l", line(columns, values.end()));
        path("lim", limit(columns, values.end()));
        page.raw("</svg>");
        marks(incidents);
        page.raw("</div>");
        timeAxis();
        page.raw("</div>");
    }

    /** Whether a program ran. */
    void upBar(SampleSeries series, String title, String label) {
        Columns columns = Columns.of(series, from, to);
        page.raw("<div class=\"plot\"><div class=\"y bar\">").text(label).raw("</div><div class=\"area bar\">");
        begin(BAR_HEIGHT, title);
        for (int column = 0; column < Columns.NUMBER; ) {
            int end = column + 1;
            String state = state(columns, column);
            while (end < Columns.NUMBER && state(columns, end).equals(state)) {
                end++;
            }
            if (!state.isEmpty()) {
                page.raw("<path class=\"")
                        .raw(state)
                        .raw("\" d=\"M")
                        .raw((long) column * STEP)
                        .raw(" 0h");
                page.raw((long) (end - column) * STEP).raw("v").raw(BAR_HEIGHT).raw("H");
                page.raw((long) column * STEP).raw("z\"/>");
            }
            column = end;
        }
        page.raw("</svg></div></div>");
    }

    /** Down for a moment is down: a column stands for hours. */
    private static String state(Columns columns, int column) {
        if (!columns.hasValue(column)) {
            return "";
        }
        return columns.max(column) == 0 ? "dn" : columns.min(column) == 0 ? "pt" : "up";
    }

    private void begin(int height, String title) {
        page.raw("<svg role=\"img\" preserveAspectRatio=\"none\" viewBox=\"0 0 ")
                .raw(WIDTH)
                .raw(" ")
                .raw(height)
                .raw("\"><title>")
                .text(title)
                .raw("</title>");
    }

    private void path(String kind, String data) {
        if (!data.isEmpty()) {
            page.raw("<path class=\"").raw(kind).raw("\" d=\"").raw(data).raw("\"/>");
        }
    }

    private static int x(int column) {
        return column * STEP + STEP / 2;
    }

    private static long y(long value, long end) {
        return HEIGHT - Math.min(HEIGHT, Math.round((double) value / end * HEIGHT));
    }

    private static String line(Columns columns, long end) {
        Path line = new Path();
        for (int column = 0; column < Columns.NUMBER; column++) {
            if (columns.hasValue(column)) {
                line.to(x(column), y(columns.max(column), end));
            } else {
                line.gap();
            }
        }
        return line.text();
    }

    private static String limit(Columns columns, long end) {
        Path line = new Path();
        for (int column = 0; column < Columns.NUMBER; column++) {
            long limit = columns.limit(column);
            if (columns.hasValue(column) && limit != Sample.NO_LIMIT && limit <= end) {
                line.to(x(column), y(limit, end));
            } else {
                line.gap();
            }
        }
        return line.text();
    }

    /** Between the lowest and the highest value of each column. */
    private static String band(Columns columns, long end) {
        StringBuilder data = new StringBuilder();
        for (int column = 0; column < Columns.NUMBER; ) {
            int last = column;
            boolean visible = false;
            while (last < Columns.NUMBER && columns.hasValue(last)) {
                visible |= y(columns.min(last), end) != y(columns.max(last), end);
                last++;
            }
            if (visible) {
                Path edge = new Path();
                for (int i = column; i < last; i++) {
                    edge.to(x(i), y(columns.max(i), end));
                }
                for (int i = last - 1; i >= column; i--) {
                    edge.to(x(i), y(columns.min(i), end));
                }
                data.append(edge.text()).append('z');
            }
            column = Math.max(last, column + 1);
        }
        return data.toString();
    }

    /** A line of SVG, in few characters. */
    private static final class Path {

        private final StringBuilder data = new StringBuilder();
        private boolean begun;
        private long lastX;
        private long lastY;
        private boolean single;

        void to(long x, long y) {
            if (!begun) {
                data.append('M').append(x).append(' ').append(y);
                begun = true;
                single = true;
            } else {
                data.append('l').append(x - lastX).append(y < lastY ? "" : " ").append(y - lastY);
                single = false;
            }
            lastX = x;
            lastY = y;
        }

        void gap() {
            end();
            begun = false;
        }

        private void end() {
            if (begun && single) {
                // a value without neighbours is seen as a dash
                data.append('h').append(STEP / 2);
            }
        }

        String text() {
            end();
            return data.toString();
        }
    }

    private void pauses(List<Incident> incidents) {
        long begin = -1;
        for (Incident incident : incidents) {
            if (incident.event() instanceof PauseEvent pause) {
                if (pause.phase().equals(PauseEvent.BEGIN)) {
                    begin = begin < 0 ? pause.time().getEpochSecond() : begin;
                } else if (begin >= 0) {
                    pause(begin, pause.time().getEpochSecond());
                    begin = -1;
                }
            }
        }
        if (begin >= 0) {
            pause(begin, to);
        }
    }

    private void pause(long begin, long end) {
        int first = Columns.column(begin, from, to) * STEP;
        int width = Columns.column(end, from, to) * STEP + STEP - first;
        page.raw("<path class=\"pa\" d=\"M")
                .raw(first)
                .raw(" 0h")
                .raw(width)
                .raw("v")
                .raw(HEIGHT)
                .raw("h-");
        page.raw(width).raw("z\"><title>paused</title></path>");
    }

    /** One mark for all that is of one kind and in one column. */
    private void marks(List<Incident> incidents) {
        TreeMap<String, Integer> numbers = new TreeMap<>();
        TreeMap<String, String> titles = new TreeMap<>();
        for (Incident incident : incidents) {
            HistoryEvent event = incident.event();
            String kind = event instanceof RestartEvent restart
                    ? restart.isDone() ? "r" : "f"
                    : event instanceof DeathEvent ? "d" : "";
            long time = event.time().getEpochSecond();
            if (!kind.isEmpty() && time >= from && time <= to) {
                String key = kind + Columns.column(time, from, to);
                numbers.merge(key, 1, Integer::sum);
                titles.put(key, page.exact(event.time()) + " " + event.kind() + " " + event.sentence());
            }
        }
        titles.forEach((key, title) -> {
            int number = numbers.getOrDefault(key, 1);
            double at = (Integer.parseInt(key.substring(1)) + 0.5) / Columns.NUMBER;
            page.raw("<i class=\"")
                    .raw(key.substring(0, 1))
                    .raw("\" style=\"left:")
                    .raw(Html.percent(at))
                    .raw("\" title=\"")
                    .text((number > 1 ? number + " times, the last: " : "") + title)
                    .raw("\"></i>");
        });
    }

    private void timeAxis() {
        page.raw("<div class=\"zone\">")
                .text(page.zone().toString())
                .raw("</div><div class=\"x\" aria-hidden=\"true\">");
        for (Axis.Tick tick : times.ticks()) {
            // at the edges there is no room for half a label
            if (tick.at() > 0.03 && tick.at() < 0.97) {
                page.raw("<span style=\"left:")
                        .raw(Html.percent(tick.at()))
                        .raw("\">")
                        .text(tick.label())
                        .raw("</span>");
            }
        }
        page.raw("</div>");
    }
}
