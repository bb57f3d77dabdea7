#!/usr/bin/env bash
# Rehearses the demo, serves it on a free loopback port and holds it to its own OpenAPI document with schemathesis.
# Usage: scripts/interop/api.sh PARLEY_BINARY
set -euo pipefail
cd "$(dirname "$0")/../.."
parley=${1:?the built program}
folder=$(mktemp -d)
server=
finish() {
    if [ -n "$server" ]; then kill -TERM "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
    rm -rf "$folder"
}
trap finish EXIT
"$parley" demo --folder "$folder/demo" --no-serve >/dev/null
"$parley" serve --folder "$folder/demo" --port 0 2>"$folder/log" &
server=$!
for _ in $(seq 100); do
    url=$(sed -nE 's/.*serves on (http[^;]*);.*/\1/p' "$folder/log")
    [ -n "$url" ] && break
    sleep 0.1
done
[ -n "$url" ] || { cat "$folder/log" >&2; exit 1; }
EXAMPLES=${EXAMPLES:-12} scripts/interop/schemathesis.sh "$url" "$folder/demo/parties/us-duty.pem"
