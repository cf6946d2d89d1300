/** What a listener tells of itself in its state directory, for {@code superlance status}. */
@NullMarked
package org.superlance.listener.status;

import org.jspecify.annotations.NullMarked;
