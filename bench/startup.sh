#!/usr/bin/env bash
# How long from a fresh clone, with an empty home and no caches, to a usable page; how much was downloaded; and how long
# a later start takes. Usage: bench/startup.sh [PORT]
# The clone is of what is committed in this checkout. Only how to reach the package index is taken from the environment.
set -euo pipefail
cd "$(dirname "$0")/.."

port=${1:-8765}
folder=$(mktemp -d "${TMPDIR:-/tmp}/canbo-startup.XXXXXX")
family= # the process group of the server being measured
stop() {
    [ -n "$family" ] || return 0
    kill "$family" 2>/dev/null || true
    wait "$family" 2>/dev/null || true
    kill -- "-$family" 2>/dev/null && echo "a process outlived ./run" >&2
    family=
}
trap 'stop; rm -rf "$folder"' EXIT

reach=() # certificates, proxy, mirror
while IFS= read -r name; do reach+=("$name=${!name}"); done < <(compgen -e | grep -iE '^(pip_|ssl_|(https?|no)_proxy$|requests_ca|curl_ca)' || true)

git clone --quiet . "$folder/canbo"
mkdir "$folder/home"

processor() { # seconds of processor time of the family and of its ended children so far
    local ticks=0 stat
    for stat in /proc/[0-9]*/stat; do
        # the fields after the name in parentheses: group is 3, own and children's user and system time are 12 to 15
        set -- $(sed 's/.*) //' "$stat" 2>/dev/null) || true
        [ "${3:-}" = "$family" ] && ticks=$((ticks + ${12} + ${13} + ${14} + ${15}))
    done
    awk -v ticks="$ticks" -v hertz="$(getconf CLK_TCK)" 'BEGIN { print ticks / hertz }'
}

start() { # start ./run and wait until the page to log in answers; print what passed
    local began=$EPOCHREALTIME
    set -m
    (cd "$folder/canbo" && exec env -i HOME="$folder/home" PATH="$PATH" LANG=C.UTF-8 PIP_LOG="$folder/pip.log" \
        "${reach[@]}" ./run --port "$port") \
        >"$folder/log" 2>&1 &
    family=$!
    set +m
    until [ "$(curl --silent --location --output /dev/null --write-out '%{http_code}' "http://127.0.0.1:$port/")" = 200 ]; do
        kill -0 "$family" 2>/dev/null || { cat "$folder/log" >&2; echo "./run ended" >&2; exit 1; }
        sleep 0.1
    done
    awk -v name="$1" -v a="$EPOCHREALTIME" -v b="$began" -v cpu="$(processor)" \
        'BEGIN { printf "%-28s %7.1f s, of which processor %6.1f s\n", name, a - b, cpu }'
    stop
}

start "first run, fresh clone"
# pip's log names each file it downloaded with its size.
grep -E 'Downloading .*\(' "$folder/pip.log" | sed -E 's/.*\(([0-9.]+) (bytes|kB|MB)\).*/\1 \2/' |
    awk '{ sum += $1 * ($2 == "MB" ? 1000 : $2 == "kB" ? 1 : 0.001) }
         END { printf "%-28s %7.1f MB in %d files\n", "downloaded", sum / 1000, NR }'
for _ in 1 2 3; do start "later run"; done
