package org.superlance.oomemonitor;

import java.util.Optional;
import org.superlance.listener.restart.CheckResult;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.oomemonitor.MarkerLocator.Location;

/**
 * What is to be thought of what lies at the place of a process's marker.
 *
 * @param marker the marker, if there is one that may be believed
 * @param problem what somebody should see to, if there is such a thing
 */
record MarkerVerdict(CheckResult result, Optional<Marker> marker, Optional<String> problem) {

    /**
     * Judges.
     *
     * @param concerned whether a marker asks for a restart that the process has not had yet
     */
    static MarkerVerdict of(
            ProcessInfo process, Location location, MarkerProbe probe, Ownership ownership, boolean concerned) {
        if (probe instanceof MarkerProbe.Unusable unusable) {
            return odd(process, location, unusable.sentence());
        }
        if (!(probe instanceof MarkerProbe.Found found)) {
            return well(process, location, Optional.empty(), "there is no " + location.file());
        }
        Marker marker = found.marker();
        if (location.namedByProgram() && !ownership.isTrusted(marker)) {
            return odd(process, location, foreign(marker));
        }
        String written = location.file() + " (" + location.origin() + ") was written at " + marker.time();
        return concerned
                ? new MarkerVerdict(
                        new CheckResult(
                                process,
                                true,
                                location.file().toString(),
                                location.origin(),
                                "out of memory: " + written,
                                "marker"),
                        Optional.of(marker),
                        Optional.empty())
                : well(process, location, Optional.of(marker), written + ", before it was started");
    }

    private static String foreign(Marker marker) {
        return marker.file() + " belongs to " + marker.owner()
                + " and not to the user of the program that names it in its"
                + " OOME_FILE, so it is taken for no marker: have the program write it, or name it with -o";
    }

    private static MarkerVerdict odd(ProcessInfo process, Location location, String sentence) {
        CheckResult result = new CheckResult(
                process, false, location.file().toString(), location.origin(), sentence, CheckResult.INDETERMINATE);
        return new MarkerVerdict(result, Optional.empty(), Optional.of(sentence));
    }

    private static MarkerVerdict well(ProcessInfo process, Location location, Optional<Marker> marker, String reason) {
        CheckResult result = new CheckResult(process, false, location.file().toString(), location.origin(), reason);
        return new MarkerVerdict(result, marker, Optional.empty());
    }

    /**
     * Who could have written a marker.
     *
     * @param user whose the program is, or empty if that user has no name
     * @param ourselves whose oome_monitor is
     */
    record Ownership(Optional<String> user, String ourselves) {

        /**
         * Whether the program may name this file as its marker. Another user's program must not have us remove what it
         * may not remove itself.
         */
        boolean isTrusted(Marker marker) {
            if (user.isEmpty()) {
                return marker.owner().chars().allMatch(Character::isDigit);
            }
            return user.get().equals(ourselves) || user.get().equals(marker.owner());
        }
    }
}
