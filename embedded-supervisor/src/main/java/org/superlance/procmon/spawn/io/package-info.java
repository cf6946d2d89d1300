/** How the process of a program is started: its environment, its streams, its logs. */
@NullMarked
package org.superlance.procmon.spawn.io;

import org.jspecify.annotations.NullMarked;
