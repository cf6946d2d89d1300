/** The client of supervisord: what it knows of its processes, and stopping and starting them. */
@NullMarked
package org.superlance.listener.supervisor;

import org.jspecify.annotations.NullMarked;
