"""`python benchmarks/run.py --sizes 5000,100000 --database sqlite`: what our API costs beside a plain one over the same tables.

Makes the databases it needs under var/benchmarks/ (a minute for 100,000 variants), starts both servers, asks them in turn, prints a table
and writes it to benchmarks/results/. See benchmarks/README.md.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.databases import prepare, reserved  # noqa: E402 - the folder above is not on the path when this file is run by its name
from benchmarks.generator import SEED  # noqa: E402

# What `make run` fills in on a machine of one's own; the logs go to files under var/benchmarks/.
ENVIRON = {"DEBUG": "0", "HTTPS": "0", "PUBLIC_READ": "1", "ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": "only-for-measuring-" + "0" * 40}
ENVIRON["STATIC_ROOT"] = str(ROOT / "var" / "benchmarks" / "static")
# Parallel workers end with their query, and their CPU time with them: without them all of it is counted.
ENVIRON["PGOPTIONS"] = "-c max_parallel_workers_per_gather=0"


def main(arguments: list[str] | None = None) -> None:
    """Measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="5000,100000", help="numbers of variants, such as 5000,100000,1000000")
    parser.add_argument(
        "--database", default="sqlite", help="sqlite, or the URL of a PostgreSQL server, such as postgres://me@127.0.0.1/bench"
    )
    parser.add_argument("--rounds", type=int, default=15, help="how often each journey is measured on each side; the median counts")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results", help="the folder for the tables")
    chosen = parser.parse_args(arguments)
    for size in chosen.sizes.split(","):
        with reserved(variants=int(size)):
            _measure(int(size), chosen)


def _measure(variants: int, chosen: argparse.Namespace) -> None:
    url = prepare(chosen.database, variants=variants, seed=chosen.seed, environ=ENVIRON)
    # Pages name their styles and scripts as they were collected.
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=ROOT, env={**os.environ, **ENVIRON, "DATABASE_URL": url}, check=True)
    command = [sys.executable, "-m", "benchmarks.measure", f"--variants={variants}", f"--rounds={chosen.rounds}"]
    environ = {**os.environ, **ENVIRON, "DATABASE_URL": url, "PGAPPNAME": "bench-runner", "LOG_LEVEL": "WARNING"}
    subprocess.run([*command, f"--results={chosen.results.resolve()}"], cwd=ROOT, env=environ, check=True)


if __name__ == "__main__":
    main()
