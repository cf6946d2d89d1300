/** The command {@code superlance status}. */
@NullMarked
package org.superlance.superlance.status;

import org.jspecify.annotations.NullMarked;
