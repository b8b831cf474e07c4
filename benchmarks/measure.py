"""`python -m benchmarks.measure`: one database, named by DATABASE_URL and filled already. benchmarks/run.py calls this."""

import argparse
import os
from pathlib import Path

import django

from benchmarks.run import ENVIRON

# Of the table where the output goes to a file.
_WIDTH = 190


def main() -> None:
    """Measure, print the table, write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--results", type=Path, required=True)
    chosen = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from rich.console import Console

    from benchmarks.report import Run, table, write
    from benchmarks.session import measure

    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    environ = {**ENVIRON, "DATABASE_URL": os.environ["DATABASE_URL"], "LOG_LEVEL": "INFO"}
    outcome = measure(environ=environ, rounds=chosen.rounds, say=lambda name: console.print(f"  measuring {name}", style="dim"))
    run = Run.now(variants=chosen.variants, rounds=chosen.rounds, outcome=outcome)
    console.print(table(run))
    for path in write(run, folder=chosen.results):
        console.print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
