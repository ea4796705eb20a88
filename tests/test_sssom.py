"""Decisions as SSSOM/TSV: written as the standard says, and read back as they were."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.model.errors import DataError
from skillgraph.resolve.decisions import Decision
from skillgraph.resolve.sssom import read_sssom, sssom, write_sssom

IDS = st.sampled_from(["qd-tech", "qd-college", "zb-tech", "hongfeng"])
#: What a cell of decisions.csv can hold, with what means something in TSV.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\t\n"|#\\𬭎')).map(str.strip)
DECISIONS = st.builds(
    Decision,
    IDS,
    st.sampled_from(["hongfeng-2", "moe:3701", "ror:03ktg9j65"]),
    st.sampled_from(["same", "different", "unsure"]),
    TEXT.filter(bool),
    st.sampled_from(["2026-11-29", "2024-02-29"]),
    TEXT,
)


@given(st.lists(DECISIONS, min_size=1, unique_by=lambda decision: decision.pair))
def test_what_is_written_is_read_as_it_was(tmp_path_factory: pytest.TempPathFactory, decisions: list[Decision]) -> None:
    path = tmp_path_factory.mktemp("s") / "mappings.sssom.tsv"
    write_sssom(path, decisions, [], {"qd-tech": "青岛\t“技师”"})
    found = [msgspec.structs.replace(d, file="", row=0) for d in read_sssom(path)]
    assert sorted(found, key=lambda d: d.pair) == sorted(decisions, key=lambda d: d.pair)


def test_a_mapping_set_is_one_that_other_programs_read() -> None:
    """The metadata are YAML behind #, each prefix is declared, the table is TSV, the last decision on a pair counts."""
    written = sssom(
        [
            Decision("qd-tech", "tech-2", "different", "李", "2026-11-01"),
            Decision("qd-tech", "tech-2", "same", "李", "2026-11-29", "alias"),
            Decision("qd-tech", "zb-tech", "different", "王", "2026-11-29"),
            Decision("qd-tech", "moe:3701", "unsure", "王", "2026-11-29"),
            Decision("qd-tech", "other", "withdrawn", "王", "2026-11-29"),
        ],
        [],
        {"qd-tech": "青岛市技师学院"},
    )
    lines = written.split("\n")
    assert [line for line in lines if line.startswith("#")] == [
        "#curie_map:",
        "#  entity: https://w3id.org/skillgraph/entity/",
        "#  moe: https://w3id.org/skillgraph/identifier/moe/",
        "#mapping_set_id: https://w3id.org/skillgraph/mappings/decisions",
        "#license: https://w3id.org/sssom/license/unspecified",
    ]
    table = csv.DictReader(io.StringIO("\n".join(line for line in lines if not line.startswith("#"))), delimiter="\t")
    said = [(r["subject_id"], r["predicate_modifier"], r["predicate_id"], r["object_id"]) for r in table]
    assert said == [
        ("entity:qd-tech", "", "skos:closeMatch", "moe:3701"),
        ("entity:qd-tech", "", "skos:exactMatch", "entity:tech-2"),
        ("entity:qd-tech", "Not", "skos:exactMatch", "entity:zb-tech"),
    ]


def test_mappings_of_others_are_read_as_far_as_people_made_them(tmp_path: Path) -> None:
    """With a prefix of their own, their own columns, Windows line ends, and the identifier on the left."""
    path = tmp_path / "theirs.sssom.tsv"
    head = "#mapping_set_id: https://example.org/m\n#curie_map:\n#  sgx: https://w3id.org/skillgraph/entity/\n"
    head += '#  ror: "https://ror.org/"\n#license: https://example.org/l\n'
    rows = [
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\tauthor_label\tsimilarity_score",
        "ror:03ktg9j65\tskos:exactMatch\tsgx:qd-tech\tsemapv:ManualMappingCuration\tAda|Bob\t0.9",
        "sgx:qd-tech\tskos:exactMatch\tsgx:zb-tech\tsemapv:LexicalMatching\t\t0.9",
        "sgx:qd-tech\tskos:broadMatch\tsgx:zb-tech\tsemapv:ManualMappingCuration\t\t",
    ]
    path.write_bytes((head + "\n".join(rows) + "\n").replace("\n", "\r\n").encode())
    (found,) = read_sssom(path, by="李", date="2026-11-29")
    assert (found.left, found.right, found.decision, found.by) == ("qd-tech", "ror:03ktg9j65", "same", "Ada")
    assert (found.date, found.where) == ("2026-11-29", "theirs.sssom.tsv, row 7")


def test_metadata_may_stand_in_a_file_beside(tmp_path: Path) -> None:
    row = "x:qd-tech\tskos:exactMatch\tx:tech-2\tsemapv:ManualMappingCuration\n"
    path = tmp_path / "m.sssom.tsv"
    path.write_text(f"subject_id\tpredicate_id\tobject_id\tmapping_justification\n{row}", "utf-8")
    with pytest.raises(DataError, match="row 2, column subject_id: the prefix 'x' is not declared in curie_map"):
        read_sssom(path)
    metadata = "curie_map:\n  x: https://w3id.org/skillgraph/entity/\nmapping_date: 2025-01-31\n"
    (tmp_path / "m.sssom.yml").write_text(metadata, "utf-8")
    assert [(d.pair, d.date) for d in read_sssom(path)] == [(("qd-tech", "tech-2"), "2025-01-31")]


@pytest.mark.parametrize("text", ["", "a\tb\n1\t2\n", "#curie_map:\n"])
def test_what_is_no_mapping_set_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.tsv"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"x\.tsv: no SSSOM: the column subject_id is missing"):
        read_sssom(path)
