package org.superlance.timemon;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.superlance.listener.supervisor.ProcessPattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Read the values of timemon's own options. */
final class TimemonConverters {

    private TimemonConverters() {}

    static final class OfInterval implements ITypeConverter<Interval> {
        @Override
        public Interval convert(String text) {
            try {
                return Interval.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class OfCron implements ITypeConverter<CronSchedule> {
        @Override
        public CronSchedule convert(String text) {
            try {
                return CronSchedule.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class OfZone implements ITypeConverter<ZoneId> {
        @Override
        public ZoneId convert(String text) {
            try {
                return ZoneId.of(text.strip());
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "'" + text + "' is no time zone; write one such as Europe/Berlin or UTC");
            }
        }
    }

    static final class OfGroup implements ITypeConverter<ProcessPattern> {
        @Override
        public ProcessPattern convert(String text) {
            String group = text.strip();
            if (group.isEmpty() || group.contains(":")) {
                throw new TypeConversionException(
                        "'" + text + "' is no group; write its name alone, or name a program with -p group:name");
            }
            return ProcessPattern.ofGroup(group);
        }
    }
}
