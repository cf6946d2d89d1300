/** Quantities that say their unit. */
@NullMarked
package org.superlance.listener.util;

import org.jspecify.annotations.NullMarked;
