package org.superlance.memmon;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Read a limit from the value of its option. */
final class LimitConverters {

    private LimitConverters() {}

    static final class OfProgram implements ITypeConverter<Limit> {
        @Override
        public Limit convert(String pair) {
            try {
                return Limit.ofProgram(pair);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class OfGroup implements ITypeConverter<Limit> {
        @Override
        public Limit convert(String pair) {
            try {
                return Limit.ofGroup(pair);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
