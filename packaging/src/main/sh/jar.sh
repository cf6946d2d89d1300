# What the launcher runs: the JAR that follows. Its class archive, where there is a directory of such.
run ${SUPERLANCE_CLASS_ARCHIVES:+"-XX:SharedArchiveFile=$SUPERLANCE_CLASS_ARCHIVES/${0##*/}.jsa"} -jar "$0" "$@"
