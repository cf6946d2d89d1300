/** timemon: restarts programs by the clock. */
@NullMarked
package org.superlance.timemon;

import org.jspecify.annotations.NullMarked;
