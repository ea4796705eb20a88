"""DuckDB: the tables of a loader, rewritten by SQL as those that `export neo4j-csv` gives to neo4j-admin.

    python duckdb_tables.py LOADER OUTPUT

The query knows that this loader has enterprises alone, and facts with one passage each; nothing is checked.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

_ENTITIES = """
select id as "id:ID", 'Enterprise;Organization;Actor;Entity;Skillgraph' as ":LABEL", name as "name:string",
    name as "anyName:string", $source as "sources:string[]", status as "status:string",
    $source || ':' || mentions as "mentions:string[]"
from entities order by id
"""
_STATEMENTS = """
select $source || '/' || id as "id:ID", 'Fact;Statement;Skillgraph' as ":LABEL", predicate as "predicate:string",
    $source as "source:string", modality as "modality:string", basis as "basis:string", status as "status:string",
    $source || ':' || evidence as "evidence:string[]", 'normal' as "rank:string"
from statements order by id
"""
_FACTS = """
select $source || '/' || s.id as "id:string", a.id as ":START_ID", b.id as ":END_ID", 'PARTNERS_WITH' as ":TYPE",
    $source as "source:string", s.modality as "modality:string", s.basis as "basis:string",
    s.status as "status:string", $source || ':' || s.evidence as "evidence:string[]", 'normal' as "rank:string"
from statements s join entities a on s.subject = a.id join entities b on s.object = b.id order by s.id
"""
_OTHERS = """
select $source || '/' || id || '/' || lower(role) as "id:string", $source || '/' || id as ":START_ID",
    case role when 'SUBJECT' then subject else object end as ":END_ID", role as ":TYPE"
from statements, (values ('SUBJECT'), ('OBJECT')) roles(role) order by id, role desc
"""
_FILES = {
    "nodes-entity": _ENTITIES,
    "nodes-statement": _STATEMENTS,
    "relationships-fact": _FACTS,
    "relationships-other": _OTHERS,
}


def main(loader: Path, target: Path) -> None:
    """Writes the four tables that grow with a report."""
    target.mkdir()
    database = duckdb.connect()
    for name in ("entities", "statements"):
        database.execute(
            f"create view {name} as from read_csv('{loader / name}.csv', header = true, all_varchar = true)"
        )
    for name, query in _FILES.items():
        text = query.replace("$source", f"'{loader.name}'")
        database.execute(f"copy ({text}) to '{target / name}.csv' (header, force_quote *)")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
