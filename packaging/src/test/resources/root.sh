# Runs a command in a copy of a root directory that is gone afterwards, with all its processes.
# root.sh BASE WORK COMMAND...: WORK/files appear as files in it; what was changed is in WORK/upper.
set -eu
# the root directory is everybody's, whatever the umask of whoever runs the tests
umask 022
# it is one of the machine outside
unset TMPDIR
base=$1 work=$2
shift 2
mkdir -p "$work/upper" "$work/workdir" "$work/merged"
mount -t overlay overlay -o "lowerdir=$base,upperdir=$work/upper,workdir=$work/workdir" "$work/merged"
cd "$work/merged"
mount -t proc proc proc
mount --rbind /dev dev
mkdir files
cp "$work"/files/* files/
exec "$@"
