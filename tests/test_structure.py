"""The shape of the package: which way the imports run, what loads when, what no file may say."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import powermap

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "powermap"

#: From the spreadsheet to the page. A room may import those before it.
ROOMS = (
    "errors",
    "vocabulary",
    "spreadsheet",
    "survey",
    "network",
    "audience",
    "measures",
    "inference",
    "verdicts",
    "findings",
    "descriptions",
    "analysis",
    "output",
    "samples",
    "command_line",
    "cli",
)
#: Survey.network hands over to the next room when it is called; nothing else looks ahead.
LOOKS_AHEAD = {("survey/model.py", "powermap.network")}

HEAVY = (
    "numpy",
    "pandas",
    "networkx",
    "igraph",
    "pyvis",
    "IPython",
    "openpyxl",
    "scipy",
    "python_calamine",
    "jinja2",
)


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Every powermap module that the file names in an import, at the top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports from the top, as 'from powermap.room import ...'"
            found.add(node.module or "")
            if node.module == "powermap":
                found.update(powermap._HOME.get(alias.name, "") for alias in node.names)
    return {name for name in found if name.startswith("powermap.")}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_never_imports_a_later_one(path: Path) -> None:
    here = room_of(path)
    assert here in ROOMS, f"give '{here}' its place in ROOMS"
    for name in imported(path):
        if (path.relative_to(PACKAGE).as_posix(), name) in LOOKS_AHEAD:
            continue
        there = name.split(".")[1]
        assert ROOMS.index(there) <= ROOMS.index(here), f"{here} imports {name}, which comes later"


def test_every_room_is_there() -> None:
    assert set(ROOMS) == {room_of(path) for path in modules()}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 450


def loaded_by(code: str) -> set[str]:
    """Which of the heavy packages are loaded after *code* ran in a new interpreter."""
    ask = f"import sys\n{code}\nprint(*(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stderr.split())


def test_importing_powermap_loads_nothing_heavy() -> None:
    assert loaded_by("import powermap") == set()


@pytest.mark.parametrize("arguments", [["--help"], ["report", "--help"], ["--version"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded_by(f"import powermap.cli\npowermap.cli.main({arguments!r}, standalone_mode=False)") == set()


def test_the_probe_sees_a_heavy_import() -> None:
    assert "numpy" in loaded_by("import powermap.network")


def test_the_public_names_are_those_with_a_home() -> None:
    assert set(powermap.__all__) == {*powermap._HOME, "__version__"}
    assert dir(powermap) == sorted(powermap.__all__)
    stubs = next(
        node
        for node in ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.If)
    )
    typed = {
        alias.name: node.module for node in stubs.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert typed == powermap._HOME


@pytest.mark.parametrize("name", powermap.__all__)
def test_every_public_name_resolves(name: str) -> None:
    assert getattr(powermap, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'analyze'"):
        powermap.analyze  # noqa: B018


def texts() -> list[Path]:
    """Every text file of the project, wherever it was checked out."""
    kinds = {".py", ".md", ".toml", ".ipynb", ".csv", ".html", ".j2", ".js", ".css", ".txt", ".yml"}
    hidden = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__"}
    found = [
        path for path in ROOT.rglob("*") if path.suffix in kinds and not hidden & set(path.relative_to(ROOT).parts)
    ]
    return [*found, ROOT / ".ci" / "run"]


def test_no_file_names_a_path_of_one_machine() -> None:
    roots = ("work", "home", "root", "Users")
    needles = [f"/{root}/" for root in roots]
    for path in texts():
        text = path.read_text(encoding="utf-8")
        named = [needle for needle in needles if needle in text]
        assert not named, f"{path.relative_to(ROOT)} names {named}"
