"""What a row of a table states by the titles of its columns: rules/rows.toml."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from skillgraph.extract.rule_files import read_rules
from skillgraph.model.ontology import ontology

_BESIDE = re.compile(r"[(][^()]*[)]$|(?:名称|全称|名单|情况)(?=$|[(])")


class RowFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule: what a cell under such a title states of what its row is about.

    Args:
        id: what facts that it finds say they are by.
        title: a pattern of the whole title.
        own: classes of what the row is about.
        cell: classes of what the cell names.
        predicate: of the fact.
        turned: whether what the cell names is the subject.
        of_topic: whether it holds of whom the section is about where the row is about nothing else.
        example: a title and two classes that it holds of.
        counterexample: and that it doesn't.
    """

    id: str
    title: str
    own: tuple[str, ...]
    cell: tuple[str, ...]
    predicate: str
    example: tuple[str, ...]
    counterexample: tuple[str, ...]
    turned: bool = False
    of_topic: bool = False

    def holds(self, own: str, cell: str) -> bool:
        """Whether it holds of things of these classes."""
        return own in _below(self.own) and cell in _below(self.cell)


class RowRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules, and the patterns of what else titles and cells say."""

    person: str
    skipped: str
    place: str
    of_partner: str
    body: str
    partnering: str
    member: str
    maker: str
    belongs: str
    heads: str
    leads: str
    exploratory: str
    planned: str
    status: str
    state: str
    agreeing: str
    later: str
    on: str
    ahead: str
    fact: tuple[RowFact, ...]


@cache
def row_rules() -> RowRules:
    """The rules of the file."""
    return read_rules("rows", RowRules)


def plain_title(title: str) -> str:
    """A title without what it says besides.

    Example:
        >>> plain_title("合作企业名称(全称)")
        '合作企业'
    """
    while (shorter := _BESIDE.sub("", title)) != title:
        title = shorter
    return title


@cache
def facts_under(title: str) -> tuple[RowFact, ...]:
    """The rules that a title fits.

    Example:
        >>> [rule.predicate for rule in facts_under("主管部门")]
        ['manages']
    """
    return tuple(rule for rule in row_rules().fact if re.fullmatch(rule.title, plain_title(title)))


@cache
def _below(classes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(c for name in classes for c in ontology().below(name))
