/** What the tests of every module share: real counterparts, and waiting without sleeping. */
@NullMarked
package org.superlance.listener.testkit;

import org.jspecify.annotations.NullMarked;
