/** The commands {@code superlance pause} and {@code superlance resume}. */
@NullMarked
package org.superlance.superlance.pause;

import org.jspecify.annotations.NullMarked;
