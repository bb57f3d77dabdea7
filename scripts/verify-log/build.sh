#!/bin/sh
# Builds the independent log verifier with Debian's golang-go and golang-golang-x-mod-dev; nothing is downloaded.
# Usage: build.sh [output file], by default .build/verify-log/verify-log below the package.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
output=${1:-$here/../../.build/verify-log/verify-log}
if ! command -v go >/dev/null 2>&1; then
    echo "go is not installed: run scripts/setup" >&2
    exit 2
fi
mkdir -p "$(dirname -- "$output")"
directory=$(CDPATH= cd -- "$(dirname -- "$output")" && pwd)
output=$directory/$(basename -- "$output")
export GO111MODULE=off GOFLAGS= CGO_ENABLED=0
export GOPATH="${PARLEY_GOPATH:-/usr/share/gocode}" GOCACHE="$directory/go-cache"
cd "$here"
exec go build -o "$output" .
