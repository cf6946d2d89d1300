package org.superlance.oomemonitor;

import java.util.Optional;
import org.superlance.listener.restart.CheckResult;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.oomemonitor.Whereabouts.Place;

/**
 * What is to be thought of what lies at the place of a process's marker.
 *
 * @param marker the marker, if there is one that may be believed
 * @param oddity what somebody should see to, if there is such a thing
 */
record Judgement(CheckResult result, Optional<Marker> marker, Optional<String> oddity) {

    /**
     * Judges.
     *
     * @param concerned whether a marker asks for a restart that the process has not had yet
     */
    static Judgement of(ProcessInfo process, Place place, Sighting sighting, Author author, boolean concerned) {
        if (sighting instanceof Sighting.Odd odd) {
            return odd(process, place, odd.sentence());
        }
        if (!(sighting instanceof Sighting.Seen seen)) {
            return well(process, place, Optional.empty(), "there is no " + place.file());
        }
        Marker marker = seen.marker();
        if (place.namedByProgram() && !author.mayName(marker)) {
            return odd(process, place, foreign(marker));
        }
        String written = place.file() + " (" + place.origin() + ") was written at " + marker.time();
        return concerned
                ? new Judgement(
                        new CheckResult(
                                process,
                                true,
                                place.file().toString(),
                                place.origin(),
                                "out of memory: " + written,
                                "marker"),
                        Optional.of(marker),
                        Optional.empty())
                : well(process, place, Optional.of(marker), written + ", before it was started");
    }

    private static String foreign(Marker marker) {
        return marker.file() + " belongs to " + marker.owner()
                + " and not to the user of the program that names it in its"
                + " OOME_FILE, so it is taken for no marker: have the program write it, or name it with -o";
    }

    private static Judgement odd(ProcessInfo process, Place place, String sentence) {
        CheckResult result = new CheckResult(
                process, false, place.file().toString(), place.origin(), sentence, CheckResult.INDETERMINATE);
        return new Judgement(result, Optional.empty(), Optional.of(sentence));
    }

    private static Judgement well(ProcessInfo process, Place place, Optional<Marker> marker, String reason) {
        CheckResult result = new CheckResult(process, false, place.file().toString(), place.origin(), reason);
        return new Judgement(result, marker, Optional.empty());
    }
}
