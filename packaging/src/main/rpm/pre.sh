# The archives belong to the JAR that is about to be replaced.
rm -rf /var/cache/superlance/*
