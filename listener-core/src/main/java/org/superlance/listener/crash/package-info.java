/** Programs that die or cannot be started: taking it in safely, finding out what happened, and handing it on. */
@NullMarked
package org.superlance.listener.crash;

import org.jspecify.annotations.NullMarked;
