/** Has the commands do once what they do all the time, so that the JVM can note which classes that takes. */
@NullMarked
package org.superlance.packaging.cds;

import org.jspecify.annotations.NullMarked;
