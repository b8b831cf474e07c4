import json

import pytest

from benchmarks.run import main


@pytest.mark.slow
def test_one_command_makes_the_database_measures_both_servers_and_writes_the_table(tmp_path):
    main(["--sizes", "60", "--rounds", "1", "--results", str(tmp_path)])

    (page,) = tmp_path.glob("*-60-sqlite.md")
    (figures,) = tmp_path.glob("*-60-sqlite.json")
    results = {result["journey"]: result for result in json.loads(figures.read_text())["outcome"]["results"]}
    assert results["first page of 50, after a write"]["baseline"]["median"] > 0
    assert "| one variant, after a write |" in page.read_text()
