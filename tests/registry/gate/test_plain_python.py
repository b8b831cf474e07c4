"""Reading and reporting need no Django, so that the API and other programs can use them."""

import subprocess
import sys

READING_AND_REPORTING = (
    "combining", "entries", "expressions", "json_report", "listing", "located", "mlbom", "purls", "reading", "report", "sarif", "table",
    "wording",
)  # fmt: skip


def test_reading_and_reporting_import_no_django() -> None:
    imports = "; ".join(f"import registry.gate.{name}" for name in READING_AND_REPORTING)
    program = f"import sys; {imports}; print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[]\n", "")
