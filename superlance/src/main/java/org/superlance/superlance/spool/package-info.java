/** The command {@code superlance spool}. */
@NullMarked
package org.superlance.superlance.spool;

import org.jspecify.annotations.NullMarked;
