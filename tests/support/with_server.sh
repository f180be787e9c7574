#!/usr/bin/env bash
# Runs a command against a server of its own, on a data directory that goes with it. In the command's words SERVER stands for
# the address and KEY for the secretariat's key.
#   with_server.sh MINGA_SERVER COMMAND...
set -euo pipefail
binary=$1
shift
dir=$(mktemp -d)
coproc serving { exec "$binary" --data-dir "$dir/data" --listen 127.0.0.1:0 --log-file "$dir/log"; }
pid=$serving_PID
trap 'kill -TERM $pid 2>/dev/null || true; wait $pid 2>/dev/null || true; rm -rf "$dir"' EXIT
read -r address <&"${serving[0]}"
address=${address#listening on }
key=$(cat "$dir/data/secretariat.key")
words=("${@//SERVER/$address}")
"${words[@]//KEY/$key}"
