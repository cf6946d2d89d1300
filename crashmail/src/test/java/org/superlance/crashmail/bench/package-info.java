/** Programs that show whether every death is reported once, and what that costs. Run by {@code bin/bench}. */
@NullMarked
package org.superlance.crashmail.bench;

import org.jspecify.annotations.NullMarked;
