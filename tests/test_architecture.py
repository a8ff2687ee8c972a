"""The house stays as it was drawn: who may import what, and where things are kept."""

from __future__ import annotations

import ast
import re
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Each part may import itself and the parts named; nothing else of ours.
MAY_IMPORT = {
    "scales": set(),
    "sample_data": set(),
    "scoring": {"scales"},
    "storage": {"scoring", "scales"},
    "reporting": {"scoring", "scales"},
    "exchange": {"scoring", "scales"},
    "handover": {"storage", "reporting", "exchange", "scoring", "scales", "sample_data"},
    "app_pages": {"handover", "storage", "reporting", "exchange", "scoring", "scales"}
    | {"sample_data"},
    "fidelity_app": {"app_pages"},
    "fidelity_terminal": set(),
}

# Each group of commands has a module of its own, and all of them the same rights.
COMMANDS = {path.stem for path in ROOT.glob("fidelity*_cli.py")}
for module in COMMANDS:
    MAY_IMPORT[module] = {"handover", "storage", "reporting", "exchange", "scoring", "scales"}
    MAY_IMPORT[module] |= {"sample_data", "fidelity_terminal"} | COMMANDS

# A library that stays in one place can be exchanged in one place.
ONLY_IN = {
    "streamlit": {"fidelity_app", "app_pages"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "vl_convert": {"reporting"},
    "typst": {"reporting"},
    "openpyxl": {"reporting", "exchange"},
    "pyarrow": {"exchange"},
    "ruamel": {"scales"},
    "pydantic": {"scales", "exchange"},
    "typer": COMMANDS | {"fidelity_terminal"},
    "platformdirs": {"app_pages", "fidelity_store_cli"},
}

# What would let a score hang on anything but the ratings and the scale.
IMPURE = {"io", "logging", "os", "pathlib", "random", "shutil", "socket", "sqlite3"}
IMPURE |= {"subprocess", "sys", "tempfile", "time", "urllib"}

FOLDERS = {
    "app_pages",
    "benchmarks",
    "docs",
    "exchange",
    "handover",
    "reporting",
    "sample_data",
    "scales",
}
FOLDERS |= {"scoring", "storage", "tests", ".ci", ".streamlit"}

VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service"}


def part_of(path: Path) -> str:
    """The folder or the single module at the top that a file belongs to."""
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def modules(*parts: str) -> list[Path]:
    """Our Python files, of the parts named or of all that MAY_IMPORT names."""
    wanted = parts or tuple(MAY_IMPORT)
    files = [path for part in wanted for path in (ROOT / part).rglob("*.py")]
    singles = [ROOT / f"{part}.py" for part in wanted]
    return sorted(files + [path for path in singles if path.exists()])


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=shown(path))


@cache
def imports_of(path: Path) -> set[str]:
    """Every module a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)}: imports are written out in full"
            found.add(node.module or "")
    return found


def packages_of(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports_of(path)}


@cache
def calls_in(path: Path) -> set[str]:
    """The last name of everything a file calls: `now` for `datetime.now()`."""
    called = [node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    return {f.attr for f in called if isinstance(f, ast.Attribute)} | {
        f.id for f in called if isinstance(f, ast.Name)
    }


def test_every_part_of_the_house_has_modules_to_look_at():
    assert {part_of(path) for path in modules()} == set(MAY_IMPORT)


def test_imports_run_one_way():
    wrong = [
        f"{shown(path)} imports {package}"
        for path in modules()
        for package in sorted(packages_of(path) & set(MAY_IMPORT))
        if package not in MAY_IMPORT[part_of(path)] | {part_of(path)}
    ]
    assert wrong == []


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_library_is_known_only_where_it_belongs(library):
    places = {part_of(path) for path in modules() if library in packages_of(path)}
    assert places <= ONLY_IN[library]


def test_the_syntax_of_scale_files_is_known_to_the_readers_of_files_alone():
    readers = {shown(path) for path in modules("scales") if "ruamel" in packages_of(path)}
    assert readers <= {"scales/loading.py", "scales/document.py", "scales/syntax.py"}


def test_the_solver_is_known_in_one_module_alone():
    knowing = [shown(path) for path in modules("scoring") if "highspy" in packages_of(path)]
    assert knowing == ["scoring/path/program.py"]


def test_scoring_hangs_on_nothing_but_ratings_and_scale():
    impure = {
        f"{shown(path)}: {name}"
        for path in modules("scoring")
        for name in packages_of(path) & IMPURE | calls_in(path) & {"open", "now", "today", "input"}
    }
    assert impure == set()


def test_the_clock_and_the_environment_are_read_at_the_entrances_alone():
    """Inside, the date, a path and an address are arguments, so a test can choose them."""
    inside = modules(
        "scales", "scoring", "reporting", "exchange", "storage", "sample_data", "handover"
    )
    wrong = {
        f"{shown(path)}: {name}"
        for path in inside
        for name in calls_in(path) & {"now", "today", "utcnow", "getenv"}
    }
    wrong |= {f"{shown(path)}: environ" for path in inside if "environ" in names_in(path)}
    assert wrong == set()


# The audit trail writes every record it logs; a file of rows brings its audit trail with it.
# Numbering writes how far numbers were given out.
WRITES_ROWS = ("storage/journal.py", "storage/row_lines.py", "storage/bundle_writing.py")
WRITES_ROWS += ("storage/numbering.py", "storage/migrations/")
ROW_WRITERS = {"insert", "update", "delete"}


def test_no_row_is_written_past_the_audit_trail():
    writers = {shown(path) for path in modules("storage") if writes_rows(tree_of(path))}
    assert {name for name in writers if not name.startswith(WRITES_ROWS)} == set()
    assert "storage/journal.py" in writers


@pytest.mark.parametrize(
    "code",
    [
        "from sqlalchemy import insert",
        "from sqlalchemy.dialects.postgresql import insert as put",
        "import sqlalchemy as sa\nsa.delete(table)",
        "tables.answer.update().where(True)",
        "connection.execute(text('DELETE FROM answer'))",
        "f'  update {name} SET level = 5'",
    ],
)
def test_however_a_row_is_written_it_is_noticed(code: str):
    assert writes_rows(ast.parse(code))
    assert not writes_rows(ast.parse("plan.insert(0, moved)\n'Delete it; it came along.'"))


def writes_rows(module: ast.Module) -> bool:
    """Whether a module takes SQLAlchemy's or SQL's words for writing rows into its hands."""
    return any(
        _imports_a_writer(node) or _names_a_writer(node) or _is_sql(node)
        for node in ast.walk(module)
    )


def _imports_a_writer(node: ast.AST) -> bool:
    if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("sqlalchemy"):
        return False
    return bool(ROW_WRITERS & {alias.name for alias in node.names})


def _names_a_writer(node: ast.AST) -> bool:
    known = {"sa", "sqlalchemy", "table", "tables"}
    return isinstance(node, ast.Attribute) and node.attr in ROW_WRITERS and root_of(node) in known


def _is_sql(node: ast.AST) -> bool:
    sql = r"\s*(insert into|delete from|update \w* ?set|update $)"
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and re.match(sql, text, re.IGNORECASE) is not None


def root_of(node: ast.expr) -> str:
    """The first name of `first.second.third`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


@cache
def names_in(path: Path) -> set[str]:
    return {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}


def test_every_folder_at_the_top_is_one_of_the_house():
    """A new folder needs a decision record in docs/decisions, and a line here."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    patterns = [".git", *(line.rstrip("/") for line in ignored)]
    tops = [path.name for path in ROOT.iterdir() if path.is_dir()]
    ours = {name for name in tops if not any(fnmatch(name, pattern) for pattern in patterns)}
    assert ours <= FOLDERS


def test_no_module_has_a_name_that_says_nothing():
    everywhere = [*modules(), *modules("tests"), *modules("benchmarks")]
    assert [shown(p) for p in everywhere if VAGUE_NAMES & set(p.stem.split("_"))] == []


def test_the_front_door_stays_small():
    assert lines_in(ROOT / "fidelity_app.py") < 60


def test_no_file_grows_past_reading():
    shipped = [path for path in modules() if "migrations" not in path.parts]
    assert [f"{shown(p)}: {lines_in(p)}" for p in shipped if lines_in(p) > 350] == []


def lines_in(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_every_module_says_what_it_is_for():
    everywhere = [*modules(), *modules("tests"), *modules("benchmarks")]
    silent = [shown(path) for path in everywhere if not ast.get_docstring(tree_of(path))]
    assert silent == []


def test_what_a_part_offers_to_the_others_is_documented():
    silent = [
        f"{shown(path)}: {node.name}"
        for path in modules("scales", "scoring", "storage", "reporting", "exchange")
        if "migrations" not in path.parts
        for node in public_definitions(tree_of(path))
        if not ast.get_docstring(node)
    ]
    assert silent == []


def public_definitions(module: ast.Module) -> list[ast.FunctionDef | ast.ClassDef]:
    """Functions, classes and their methods whose names do not begin with an underscore."""
    tops = [n for n in module.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    open_tops = [node for node in tops if not node.name.startswith("_")]
    methods = [
        inner
        for node in open_tops
        if isinstance(node, ast.ClassDef)
        for inner in node.body
        if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_")
    ]
    return open_tops + methods
