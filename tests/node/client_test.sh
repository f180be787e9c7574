#!/usr/bin/env bash
# A client in another language: installs what package.json pins and runs client_test.js against a server; then lists the
# methods with buf, as a person would.
#   client_test.sh NODE_DIR WITH_SERVER MINGA_SERVER PROTO_DIR...
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
node_dir=$1 with_server=$2 server=$3
shift 3
mkdir -p "$node_dir"
if ! cmp -s "$here/package.json" "$node_dir/package.json" || [ ! -x "$node_dir/node_modules/.bin/buf" ]; then
  cp "$here/package.json" "$node_dir/"
  npm install --silent --no-audit --no-fund --prefix "$node_dir"
fi
export NODE_PATH=$node_dir/node_modules
bash "$with_server" "$server" node "$here/client_test.js" SERVER KEY "$@"
methods=$(bash "$with_server" "$server" "$node_dir/node_modules/.bin/buf" curl --protocol grpc --http2-prior-knowledge \
  --list-methods http://SERVER)
for method in minga.v1.AgencyService/CreateAgency minga.v1.RoundService/ListRounds minga.v1.FicheService/SubmitFiche \
  minga.v1.InitiativeService/ListInitiatives minga.v1.StatisticsService/ComputeStatistics grpc.health.v1.Health/Check; do
  grep -qx "$method" <<<"$methods" || { echo "buf does not list $method:"; echo "$methods"; exit 1; }
done
echo "buf lists $(wc -l <<<"$methods") methods"
