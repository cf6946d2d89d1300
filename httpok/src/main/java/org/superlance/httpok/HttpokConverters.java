package org.superlance.httpok;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Read the values of options. */
final class HttpokConverters {

    private HttpokConverters() {}

    static final class OfStatus implements ITypeConverter<StatusRange> {
        @Override
        public StatusRange convert(String text) {
            try {
                return StatusRange.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class OfRegex implements ITypeConverter<Pattern> {
        @Override
        public Pattern convert(String text) {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                throw new TypeConversionException("'" + text + "' is no regular expression: " + e.getDescription()
                        + " at character " + (e.getIndex() + 1));
            }
        }
    }
}
