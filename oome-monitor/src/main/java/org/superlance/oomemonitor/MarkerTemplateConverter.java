package org.superlance.oomemonitor;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --marker}. */
final class MarkerTemplateConverter implements ITypeConverter<MarkerTemplate> {

    @Override
    public MarkerTemplate convert(String text) {
        try {
            return new MarkerTemplate(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
