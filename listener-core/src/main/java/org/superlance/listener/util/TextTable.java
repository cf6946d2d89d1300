package org.superlance.listener.util;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A table for people: columns as wide as their widest cell, with two blanks between them. */
public final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();
    private int decorated = -1;
    private UnaryOperator<String> decoration = UnaryOperator.identity();

    public TextTable(String... titles) {
        rows.add(List.of(titles));
    }

    /** @param cells as many as there are titles, without control characters */
    public void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** Has the cells of a column, but for the title, shown so, such as in colour; they are no wider for it. */
    public void decorate(int column, UnaryOperator<String> how) {
        decorated = column;
        decoration = how;
    }

    /** Its lines, each with a line feed. */
    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            text.append(line(row, widths).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String line(int row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = rows.get(row).get(column);
            line.append(row > 0 && column == decorated ? decoration.apply(cell) : cell)
                    .append(" ".repeat(widths[column] - width(cell) + 2));
        }
        return line.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
