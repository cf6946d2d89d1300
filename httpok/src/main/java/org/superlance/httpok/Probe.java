package org.superlance.httpok;

/** Asks a URL how it is. */
interface Probe {

    Health ask(CheckUrl url);
}
