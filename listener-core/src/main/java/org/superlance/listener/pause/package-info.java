/** Programs that an operator has paused for maintenance: how that is written down, and how listeners see it. */
@NullMarked
package org.superlance.listener.pause;

import org.jspecify.annotations.NullMarked;
