/** What a listener must still know after it was killed: its own directory on disk, and files that survive a crash. */
@NullMarked
package org.superlance.listener.state;

import org.jspecify.annotations.NullMarked;
