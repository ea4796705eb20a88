#!/bin/sh
# Imports the graph of this folder before the server's first start; compose.yaml runs it in the server's own image.
# The mark is set last: an import that was stopped is done again, and a database that has been served is left alone.
set -eu
cd "$(dirname "$0")"
data="${NEO4J_HOME:-/var/lib/neo4j}/data"
if [ -e "$data/skillgraph-imported" ]; then
    echo "the graph is imported already; docker compose down -v forgets it"
    exit 0
fi
# The report of skipped rows goes where this user may write: the folder is mounted read-only.
neo4j-admin database import full @import.args --overwrite-destination --report-file="$data/import.report" neo4j
touch "$data/skillgraph-imported"
