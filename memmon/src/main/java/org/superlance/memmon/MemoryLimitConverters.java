package org.superlance.memmon;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Read a limit from the value of its option. */
final class MemoryLimitConverters {

    private MemoryLimitConverters() {}

    static final class OfProgram implements ITypeConverter<MemoryLimit> {
        @Override
        public MemoryLimit convert(String pair) {
            try {
                return MemoryLimit.ofProgram(pair);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class OfGroup implements ITypeConverter<MemoryLimit> {
        @Override
        public MemoryLimit convert(String pair) {
            try {
                return MemoryLimit.ofGroup(pair);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
