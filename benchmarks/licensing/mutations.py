"""A mutation run over registry/licensing: change one thing, run tests/licensing, report what no test noticed.

    .venv/bin/python benchmarks/licensing/mutations.py             # the named mutants of the issue and every generic one
    .venv/bin/python benchmarks/licensing/mutations.py --named     # the named ones alone
    .venv/bin/python benchmarks/licensing/mutations.py scale.py    # one module

Each mutant lives in a copy of the package, so the checkout is never touched. A mutant that survives and is explained in README.md
beside this file (by its key, once for each place) is counted apart; the exit code is 1 where one is neither killed nor explained.
"""

import argparse
import ast
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import hypothesis  # noqa: F401  imported once here, so that every fork has it
import pydantic  # noqa: F401
import pytest
import yaml  # noqa: F401

ROOT = Path(__file__).parents[2]
PACKAGE = Path("registry/licensing")
# Words and messages only: nothing to decide there.
NOT_MUTATED = ("__init__.py", "vocabulary.py", "countries.py", "term_types.py", "gaps.py")
# Of the processor, so that a busy machine ends no run that would have passed.
TIMEOUT_SECONDS = 120
EXAMPLES = "25"
ORDER = {"test_scenarios": 0, "test_foundations": 0, "test_properties": 2}


@dataclass(frozen=True)
class Mutant:
    """One change: the text between two offsets of a module is replaced."""

    key: str
    module: str
    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Named:
    """A mistake that somebody could really make, as a replacement of text that occurs once."""

    name: str
    module: str
    old: str
    new: str


REACHED = " and arrival not in told:"

NAMED = (
    Named("gt for gte", "amounts.py", "if self.low >= value:", "if self.low > value:"),
    Named("gte for gt", "amounts.py", "if self.low > value:", "if self.low >= value:"),
    Named("upper bound of gt exclusive", "amounts.py", "self.high <= value", "self.high < value"),
    Named("upper bound of gte inclusive", "amounts.py", "self.high < value", "self.high <= value"),
    Named(
        "affiliates ignored",
        "scale.py",
        "alone, together = stated.plus(others), stated.at_least(others)",
        "alone, together = stated, stated",
    ),
    Named("affiliates always counted", "scale.py", "elif not with_affiliates:", "elif False:"),
    Named("unknown affiliates are none", "scale.py", "others = ANY_AMOUNT if affiliates is None", "others = NOTHING if affiliates is None"),
    Named("unknown scope is the licensee's", "scale.py", "return alone.or_else(together)", "return alone"),
    Named("EEA for EU", "countries.py", '"EU": EU,', '"EU": EEA,'),
    Named("the member states alone", "countries.py", '"EU": EU,', '"EU": EU_MEMBER_STATES,'),
    Named("Korea forgotten", "countries.py", "{code: frozenset({code}) for code in", '{code: frozenset({"US"}) for code in'),
    Named("domicile for territory", "rules.py", "in_regions(regions, basis=basis,", 'in_regions(regions, basis="licensee_domicile",'),
    Named("missing size taken as no", "scale.py", "return situation.missing(gap), f", "return FALSE, f"),
    Named("missing input taken as no", "situation.py", "return known_or(self.assumed.get(gap.key), gap)", "return FALSE"),
    Named("missing input taken as yes", "situation.py", "return known_or(self.assumed.get(gap.key), gap)", "return TRUE"),
    Named(
        "lineage skipped",
        "lineage.py",
        "yield from _inherited(subject, on=on, via=(), outputs_by=None, told=set(), climbed=set())",
        "return",
    ),
    Named("grandparents skipped", "lineage.py", "yield from _inherited(base,", "_ = _inherited(base,"),
    Named("an ancestor told once whatever the relation", "lineage.py", "by, edge.relation), (identity_of", "by), (identity_of"),
    Named(
        "an ancestor told once for outputs and weights",
        "lineage.py",
        "(identity_of(base), by, edge.relation), (identity_of(base), by)",
        "(identity_of(base), edge.relation), (identity_of(base),)",
    ),
    Named("same licensor flows", "lineage.py", f"if edge.same_licensor is not True{REACHED}", f"if True{REACHED}"),
    Named(
        "unknown licensor is the same",
        "lineage.py",
        f"if edge.same_licensor is not True{REACHED}",
        f"if edge.same_licensor is False{REACHED}",
    ),
    Named("the child's month for every ancestor", "scale.py", "return month_before(situation.carrier.release_date)", "return None"),
    Named("today's month for the frozen one", "scale.py", "if named is not None and is_month(named):", "if False:"),
    Named("undeclared base ignored", "findings.py", "found.extend(_undeclared_base(", "found.extend(() and _undeclared_base("),
    Named("unidentified license allowed", "findings.py", "yield _unidentified(reaching, assumed=assumed)", "pass"),
    Named("exemption ignored", "findings.py", "return self.triggered & ~self.exempt", "return self.triggered"),
    Named("exemption not claimed taken as granted", "situation.py", 'self.use.received == "integrated_end_user_product"', "True"),
    Named(
        "newest license whatever the day",
        "lineage.py",
        "offered = [period for period in self.periods if period.covers(day)]",
        "offered = list(self.periods)",
    ),
    Named("oldest grant taken", "lineage.py", "return max(offered,", "return min(offered,"),
    Named("conflict ignored", "findings.py", "_is_contradicted(term, license=situation.license):", "False:"),
    Named(
        "outputs carry the whole license",
        "findings.py",
        "if reaching.outputs_by is None:\n        return TRUE\n    reaches",
        "if True:\n        return TRUE\n    reaches",
    ),
    Named(
        "unknown needs no refusal to be possible",
        "questions.py",
        "return UNKNOWN if possible >= NEEDS_PERMISSION else fired",
        "return fired",
    ),
    Named(
        "every question asked",
        "questions.py",
        "if any(inquiry.verdict(answer=answer) != verdict for answer in question.answers)",
        "if True",
    ),
)


def generic(module: str, source: str) -> Iterator[Mutant]:
    """Comparisons, boolean operators, negations, constants and early returns, one at a time."""
    lines = [0]
    for line in source.encode().splitlines(keepends=True):
        lines.append(lines[-1] + len(line))

    def at(node: ast.AST) -> tuple[int, int]:
        begin, end = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        return lines[begin[0] - 1] + begin[1], lines[end[0] - 1] + end[1]

    raw = source.encode()
    quiet = _quiet_nodes(ast.parse(source))
    for node in ast.walk(ast.parse(source)):
        place = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
        if place in quiet:
            continue
        for new in _replacements(node):
            start, end = at(node)
            old = raw[start:end].decode()
            key = f"{module}:{' '.join(old.split())[:70]} -> {' '.join(new.split())[:70]} (line {place[0]})"
            yield Mutant(key, module, start, end, new)


SWAPS: dict[type[ast.cmpop], str] = {
    ast.Gt: ">=", ast.GtE: ">", ast.Lt: "<=", ast.LtE: "<", ast.Eq: "!=", ast.NotEq: "==", ast.Is: "is not", ast.IsNot: "is",
    ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip

OPPOSITES = {"any_of": "all_of", "all_of": "any_of", "any": "all", "all": "any", "min": "max", "max": "min"}


def _replacements(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield f"({ast.unparse(node.left)} {SWAPS[type(node.ops[0])]} {ast.unparse(node.comparators[0])})"
    elif isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        yield f"({word.join(f'({ast.unparse(value)})' for value in node.values)})"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.Invert)):
        yield f"({ast.unparse(node.operand)})"
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        sign = "|" if isinstance(node.op, ast.BitAnd) else "&"
        yield f"(({ast.unparse(node.left)}) {sign} ({ast.unparse(node.right)}))"
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        sign = "-" if isinstance(node.op, ast.Add) else "+"
        yield f"(({ast.unparse(node.left)}) {sign} ({ast.unparse(node.right)}))"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield str(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield str(node.value + 1)
    elif isinstance(node, ast.Name) and node.id in ("TRUE", "FALSE"):
        yield "FALSE" if node.id == "TRUE" else "TRUE"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OPPOSITES:
        yield ast.unparse(node).replace(node.func.id, OPPOSITES[node.func.id], 1)


def _quiet_nodes(tree: ast.Module) -> set[tuple[int, int]]:
    """Positions inside annotations, decorators and dataclass defaults of text: changing them changes no decision."""
    quiet: set[tuple[int, int]] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            parts += node.decorator_list
        if isinstance(node, ast.FunctionDef):
            parts.append(node.returns)
        if isinstance(node, ast.arg):
            parts.append(node.annotation)
        if isinstance(node, ast.AnnAssign):
            parts.append(node.annotation)
        if isinstance(node, ast.Assert):
            parts.append(node)
        for part in parts:
            if part is not None:
                quiet |= {(inner.lineno, inner.col_offset) for inner in ast.walk(part) if hasattr(inner, "lineno")}
    return quiet


def named_mutants(sources: dict[str, str]) -> Iterator[Mutant]:
    """The named mistakes; SystemExit where the text they change is no longer there once."""
    for mistake in NAMED:
        source = sources[mistake.module]
        if source.count(mistake.old) != 1:
            sys.exit(f"{mistake.name}: {mistake.old!r} occurs {source.count(mistake.old)} times in {mistake.module}")
        start = len(source[: source.index(mistake.old)].encode())
        yield Mutant(f"named:{mistake.name}", mistake.module, start, start + len(mistake.old.encode()), mistake.new)


def survives(job: tuple[Mutant, str]) -> bool:
    """Whether the tests pass with the mutant in a copy of the package. Runs in a process of its own."""
    mutant, source = job
    raw = source.encode()
    changed = raw[: mutant.start] + mutant.new.encode() + raw[mutant.end :]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("registry/licensing", "registry/documents", "tests/licensing"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / "registry/__init__.py").touch()
        (copy / "fixtures").symlink_to(ROOT / "fixtures")
        (copy / PACKAGE / mutant.module).write_bytes(changed)
        os.chdir(copy)
        sys.path.insert(0, str(copy))
        sys.dont_write_bytecode = True
        os.environ.update(LICENSING_EXAMPLES=EXAMPLES, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        # Quick tests first: most mutants die there. One that never ends counts as killed.
        signal.signal(signal.SIGPROF, lambda *_: os._exit(1))
        signal.setitimer(signal.ITIMER_PROF, TIMEOUT_SECONDS)
        files = sorted(map(str, Path("tests/licensing").glob("test_*.py")), key=lambda name: (ORDER.get(Path(name).stem, 1), name))
        options = ["-q", "-x", "--assert=plain", "-c", os.devnull, "--rootdir=.", "-p", "no:cacheprovider", "--import-mode=importlib"]
        return pytest.main([*options, *files]) == 0


def outcomes(jobs: list[tuple[Mutant, str]], *, processes: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant with whether it survived, in order; a process that dies has killed its mutant."""
    with ThreadPoolExecutor(processes) as pool:
        yield from zip((mutant for mutant, _ in jobs), pool.map(_in_a_fork, jobs), strict=True)


def _in_a_fork(job: tuple[Mutant, str]) -> bool:
    child = multiprocessing.get_context("fork").Process(target=lambda: os._exit(0 if survives(job) else 1))
    child.start()
    child.join()
    return child.exitcode == 0


def main() -> int:
    """Run, print every survivor, and return 1 where one is not explained."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("modules", nargs="*", help="module names such as scale.py; none means all")
    parser.add_argument("--named", action="store_true", help="the named mutants alone")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    sources = {path.name: path.read_text() for path in sorted((ROOT / PACKAGE).glob("*.py"))}
    mutants = [] if options.modules else list(named_mutants(sources))
    if not options.named:
        chosen = options.modules or [name for name in sources if name not in NOT_MUTATED]
        mutants += [mutant for name in chosen for mutant in generic(name, sources[name])]
    explained = (Path(__file__).parent / "README.md").read_text()
    survivors = []
    jobs = [(mutant, sources[mutant.module]) for mutant in mutants]
    for number, (mutant, alive) in enumerate(outcomes(jobs, processes=options.jobs), 1):
        if alive:
            survivors.append(mutant)
            print(f"SURVIVED {mutant.key}", flush=True)
        if number % 50 == 0:
            print(f"... {number} of {len(mutants)}", flush=True)
    # A key that stands for several places is explained as often as it is written.
    keys = Counter(mutant.key.split(" (line ")[0] for mutant in survivors)
    known = sum(min(number, explained.count(f"`{key}`")) for key, number in keys.items())
    print(f"{len(mutants)} mutants, {len(mutants) - len(survivors)} killed, {len(survivors)} survived, {known} of them explained")
    return 0 if known == len(survivors) else 1


if __name__ == "__main__":
    sys.exit(main())
