"""Sets up and runs the project with nothing but Python 3.11 or newer: `python tasks.py demo` and so on.

The Makefile calls this, and so does whoever has no make, as on Windows.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
SCRIPTS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements.lock"
RESULTS = Path("results")
EXAMPLES = Path("examples")
SHELF = EXAMPLES / "shelf"
#: Tests run on several cores, a file on one; but on few, since each has servers and databases of its own.
PROCESSES = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
#: What tests/resources.py marks is left out.
QUICK = "not (java or server or browser or node or program or shacl or slow)"
#: Other people's programs open what skillgraph writes: many programs from afar, so a task of its own.
READERS = Path("tests") / "readers"
QUESTIONS = ("q06", "q05", "q18")


def run(*arguments: object) -> None:
    """Runs Python in the project's environment; a failure ends the task with its exit code."""
    process = subprocess.run([str(PYTHON), *map(str, arguments)], cwd=ROOT, check=False)
    if process.returncode:
        sys.exit(process.returncode)


def skillgraph(*arguments: object) -> None:
    """Runs a command of skillgraph after showing it."""
    print("\n$ skillgraph " + " ".join(map(str, arguments)), flush=True)
    run("-m", "skillgraph", *arguments)


def set_up() -> None:
    """Makes the environment and installs the pinned packages, once for each lock file."""
    stamp = ENVIRONMENT / "installed"
    wanted = LOCK.read_text("utf-8") + str(ROOT)
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    print(f"setting up {ENVIRONMENT} (about a minute, once)", flush=True)
    venv.create(ENVIRONMENT, with_pip=True)
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", LOCK)
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp.write_text(wanted, "utf-8")


def copies() -> tuple[object, ...]:
    """What makes the page carry the text of the report on four cities, where whoever runs this has it.

    `DOCUMENTS` in the environment names the folder of `four-cities.txt`; without, it is looked for in ../shared/report.
    """
    said = os.environ.get("DOCUMENTS")
    folder = Path(said).resolve() if said else ROOT.parent / "shared" / "report"
    return ("--documents", folder) if said or folder.is_dir() else ()


def demo() -> None:
    """Builds the report's graph and that of the shelf, asks both in both languages and writes their network pages."""
    (ROOT / RESULTS).mkdir(exist_ok=True)
    skillgraph("build", "-o", "build")
    skillgraph("questions", *QUESTIONS)
    skillgraph("sparql", "q06")
    skillgraph("cypher", "q06")
    skillgraph("export", "html", "-o", RESULTS / "network.html", *copies())
    skillgraph("export", "turtle", "--profile", "facts", "-o", RESULTS / "facts.ttl")
    shelf, page = RESULTS / "shelf", RESULTS / "shelf.html"
    loaders = sorted(source.parent for source in (ROOT / SHELF / "loaders").glob("*/source.toml"))
    print(f"\n$ skillgraph build loaders/four-cities {SHELF}/loaders/*/ -o {shelf}", flush=True)
    run("-m", "skillgraph", "build", Path("loaders") / "four-cities", *loaders, "-o", shelf)
    skillgraph("questions", "--graph", shelf, "--queries", SHELF / "queries")
    skillgraph("export", "html", "--graph", shelf, "-o", page)
    examples = RESULTS / "examples"
    own = sorted(source.parent for source in (ROOT / EXAMPLES / "loaders").glob("*/source.toml"))
    skillgraph("build", *(loader.relative_to(ROOT) for loader in own), "-o", examples)
    texts = ("--documents", EXAMPLES / "documents")
    skillgraph("export", "html", "--graph", examples, *texts, "-o", RESULTS / "examples.html")
    print(
        "\nDone. What there is now:\n"
        f"  {ROOT / 'build'}: the graph (RDF, property graph, records)\n"
        f"  {ROOT / RESULTS / 'network.html'}: the network; open it in a browser, it needs no connection\n"
        f"  {ROOT / RESULTS / 'facts.ttl'}: the facts as Turtle\n"
        f"  {ROOT / shelf}, {ROOT / page}: 35 web pages beside the report, one graph, and its network\n"
        f"  {ROOT / RESULTS / 'examples.html'}: two reports of our own words, with their texts to read\n"
        f"  {ROOT / 'queries'}: the questions, each in SPARQL and Cypher\n"
        f"Ask on with: {SCRIPTS / 'skillgraph'} cypher q19"
    )


def check() -> None:
    """Runs what looks at the code without running it."""
    run("-m", "ruff", "check", ".")
    run("-m", "ruff", "format", "--check", ".")
    run("-m", "mypy")
    # What only POSIX has is an error there, unless it is asked for first.
    run("-m", "mypy", "--platform", "win32", "src", "tasks.py")


def quick() -> None:
    """Runs the checks and the tests that start no program, with fewer examples of what hypothesis thinks up."""
    check()
    run("-m", "pytest", *PROCESSES, "--ignore", READERS, "-m", QUICK, "--hypothesis-profile", "quick")


def test() -> None:
    """Runs the checks and the whole test suite but for the readers of other people."""
    check()
    run("-m", "pytest", *PROCESSES, "--ignore", READERS)


def readers() -> None:
    """Opens what skillgraph writes with other people's programs, from Maven Central, npm, PyPI and Debian."""
    run("-m", "pytest", *PROCESSES, READERS)


def release() -> None:
    """Looks at licences and known faults, and writes wheel, sdist and the bill of materials into dist/."""
    run("-m", "release")


TASKS = {"demo": demo, "quick": quick, "test": test, "readers": readers, "release": release}

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever runs this may have an older one)
        sys.exit(f"skillgraph needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    if sys.argv[1:] not in [[name] for name in TASKS]:
        sys.exit(f"usage: python tasks.py {'|'.join(TASKS)}")
    set_up()
    TASKS[sys.argv[1]]()
