/** Quantities that say their unit. */
@NullMarked
package org.superlance.listener.unit;

import org.jspecify.annotations.NullMarked;
