/** The command {@code superlance report}. */
@NullMarked
package org.superlance.superlance.report;

import org.jspecify.annotations.NullMarked;
