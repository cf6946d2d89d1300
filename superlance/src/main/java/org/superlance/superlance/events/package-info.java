/** The command {@code superlance events}. */
@NullMarked
package org.superlance.superlance.events;

import org.jspecify.annotations.NullMarked;
