/** How the process of a program is started: its environment, its streams, its logs. */
@NullMarked
package org.superlance.procmon.launch;

import org.jspecify.annotations.NullMarked;
