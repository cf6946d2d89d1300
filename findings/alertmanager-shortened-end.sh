#!/bin/sh
# One would guess: an alert that is posted to Alertmanager again ends when its last post says so. So whoever posts what
# lasts with an endsAt in five minutes, and its end with the present time, ends it.
#
# Alertmanager 0.33.1 (Debian's prometheus-alertmanager 0.33.1-5; 0.25.0 and 0.28.1 of Debian 12 and 13 are the same):
# an endsAt that is still to come, by the clock of Alertmanager, never brings the end forward. The post is accepted with
# 200, the alert keeps the later endsAt of the post before, and stays active until then. Only an endsAt that has passed
# ends it. So where the clock of Alertmanager is a second behind that of the sender, "it is over" is passed over.
# A first post with an endsAt that is to come ends when it says so.
#
# Seen ("soon" had +5 min, then +3 s; "past" had +5 min, then -1 s; "only" had +3 s):
#   after 3 posts: only active, soon active
#   when "only" is over: soon active, endsAt as in its first post
set -eu

package=prometheus-alertmanager_0.33.1-5_amd64.deb
sha256=ec1be21dd7ffeec3d6f42dd1cc8e97b8a9e93888f1953b4fb4cb9234be70185f
sha1=a8f439c8afb0e29db9110ede4674f97edf094c94
directory=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server"; wait "$server" || :; }; rm -rf "$directory"' EXIT
trap 'exit 1' HUP INT TERM
cd "$directory"

[ "$(dpkg --print-architecture)" = amd64 ] || { echo "This needs Debian or Ubuntu on amd64."; exit 1; }
for url in "http://deb.debian.org/debian/pool/main/p/prometheus-alertmanager/$package" "https://snapshot.debian.org/file/$sha1"; do
    curl -sfL -o "$package" "$url" && break
done
echo "$sha256  $package" | sha256sum --check --quiet
dpkg -x "$package" .

cat >alertmanager.yml <<X
route: {receiver: none}
receivers: [{name: none}]
X
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
url=http://127.0.0.1:$port
usr/bin/prometheus-alertmanager --config.file=alertmanager.yml --storage.path=storage --cluster.listen-address= \
    --web.listen-address="127.0.0.1:$port" >log 2>&1 &
server=$!
until curl -sf "$url/-/ready" >/dev/null; do
    kill -0 "$server" || { cat log; exit 1; }
    sleep 0.2
done
usr/bin/prometheus-alertmanager --version 2>&1 | head -n 1

# post NAME END: accepted, or this ends
post() {
    curl -sf -H 'Content-Type: application/json' "$url/api/v2/alerts" \
        -d "[{\"labels\": {\"alertname\": \"$1\"}, \"startsAt\": \"$begin\", \"endsAt\": \"$2\"}]"
}
# active: the alerts that have not ended, with their ends
active() {
    curl -sf "$url/api/v2/alerts" | python3 -c '
import json, sys
for alert in sorted(json.load(sys.stdin), key=lambda alert: alert["labels"]["alertname"]):
    print(alert["labels"]["alertname"], alert["status"]["state"], "endsAt", alert["endsAt"].replace(".000Z", "Z"))'
}
at() {
    date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ
}

begin=$(at '-1 minute')
late=$(at '+5 minutes')
soon=$(at '+3 seconds')
post soon "$late"
post soon "$soon"
post past "$late"
post past "$(at '-1 second')"
post only "$soon"
echo "after the posts, with $soon as the last end of soon:"
active | tee seen
while grep -q '^only ' seen; do
    sleep 0.5
    active >seen
done
echo 'when "only" is over:'
active | tee seen
[ "$(cat seen)" = "soon active endsAt $late" ] || { echo "This has changed."; exit 1; }
