/** Figures about memmon's speed and size, each beside something that anybody knows. Run by {@code bin/bench}. */
@NullMarked
package org.superlance.memmon.bench;

import org.jspecify.annotations.NullMarked;
