"""Which loaders there are, and how one is opened: by its folder, or by the name under which a package offers it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from importlib.util import find_spec
from pathlib import Path

from skillgraph.documents.csv_rows import table_file
from skillgraph.model.doors import offered
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.home import home
from skillgraph.model.problems import Problem
from skillgraph.resolve.comparisons import COMPARISONS
from skillgraph.resolve.decisions import DECISIONS
from skillgraph.tables.loader import Loader, TableLoader, read_source
from skillgraph.tables.scripted import GROUP, SCRIPT, PackageLoader, ScriptLoader

#: Tables about loaders that lie in the folder of these.
_BESIDE_LOADERS = frozenset(Path(name).stem for name in (DECISIONS, COMPARISONS))


def default_loaders() -> list[Path]:
    """The folders of the loaders that this installation carries, by name."""
    return sorted(p.parent for p in (home() / "loaders").glob("*/source.toml"))


def reference_loaders() -> list[Path]:
    """Those of the carried loaders that hold reference tables, which every report needs."""
    return [folder for folder in default_loaders() if read_source(folder).kind == "reference"]


def open_loader(where: Path) -> Loader:
    """Opens a loader.

    Args:
        where: its folder; or, where there is no such folder, the name under which an installed package offers it.

    Raises:
        DataError: the folder's source.toml is missing or wrong.
        UsageError: what the package offers is no loader.

    Example:
        >>> open_loader(home() / "loaders" / "countries").document.title_en
        'Countries and territories by ISO 3166-1 code'
    """
    if not where.exists() and (point := offered(GROUP).get(str(where))) is not None:
        return PackageLoader(point)
    return ScriptLoader(where) if (where / SCRIPT).is_file() else TableLoader(where)


def is_beside_loaders(path: Path) -> bool:
    """Whether a path is a table of what people decided, which lies beside their loaders: `loaders/*` names it too.

    Example:
        >>> is_beside_loaders(home() / "loaders" / "countries")
        False
    """
    return path.stem in _BESIDE_LOADERS and path.is_file()


def named_loaders(names: Iterable[Path]) -> list[Path]:
    """The named loaders together with the reference tables that come with skillgraph, or all that come with it.

    A named folder takes the place of what is carried by its name, and of what needs more than the folder has: tables
    that an export wrote have the rows that their reports use. The tables of what people decided are passed over: they
    count wherever their loaders are named.

    Raises:
        UsageError: a name is neither a folder nor a loader of a package.
    """
    given = list(names)
    if not given:
        return default_loaders()
    named = {name if _is_offered(name) else name.resolve() for name in given if not is_beside_loaders(name)}
    ids = {path.name for path in named}
    carried = reference_loaders()
    added = [folder for folder in carried if folder.name not in ids]
    placed = {folder.name for folder in carried}.intersection(ids)
    return (_standing(added, [path for path in named if path.name in placed]) if placed else added) + sorted(named)


def _standing(added: list[Path], named: list[Path]) -> list[Path]:
    """Those of carried tables whose statements are about what they, each other and the named ones have."""
    needs = {
        folder: {id for _, s in open_loader(folder).statements([]) for id in (s.subject, s.object)} for folder in added
    }
    ids = {folder: open_loader(folder).entity_ids([]) for folder in added}
    given = set[str]().union(*(loader.entity_ids([]) for loader in open_loaders(named)[0]))
    while True:
        known = given.union(*(ids[folder] for folder in added))
        standing = [folder for folder in added if needs[folder] - {""} <= known]
        if standing == added:
            return added
        added = standing


def _is_offered(name: Path) -> bool:
    """Whether a name that is no folder is a loader of a package."""
    if name.is_dir():
        return False
    known = offered(GROUP)
    if str(name) in known:
        return True
    also = f", or one of the packages' loaders {', '.join(known)}" if known else ""
    raise UsageError(f"{name}: no such folder; a loader is a folder with source.toml and three tables{also}")


def decision_tables(loaders: Collection[Path]) -> list[Path]:
    """The tables of decisions that count for some loaders: one in each folder in which the folder of one lies, and the
    one beside the module of a package's loader.

    Args:
        loaders: folders, or names of loaders that packages offer.
    """
    homes = {folder.resolve().parent for folder in loaders if folder.is_dir()}
    offers = offered(GROUP) if any(not folder.is_dir() for folder in loaders) else {}
    for name in loaders:
        if not name.is_dir() and (point := offers.get(str(name))) and (file := find_spec(point.module)) and file.origin:
            homes.add(Path(file.origin).resolve().parent)
    return [path for home in sorted(homes) if table_file(path := home / DECISIONS).exists()]


def open_loaders(folders: Iterable[Path]) -> tuple[list[Loader], list[Problem]]:
    """The loaders that can be opened, and a problem for each source.toml that can't be read."""
    loaders, problems = [], []
    for folder in folders:
        try:
            loaders.append(open_loader(folder))
        except DataError as error:
            name = f"{folder.name}/source.toml"
            problems.append(Problem(name, 0, "", str(error).removeprefix(f"{folder / 'source.toml'}: ")))
    return loaders, problems
