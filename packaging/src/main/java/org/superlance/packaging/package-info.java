/** Lays out what the packages install: commands, man pages, completions, examples. Runs during the build only. */
@NullMarked
package org.superlance.packaging;

import org.jspecify.annotations.NullMarked;
