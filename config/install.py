"""Makes `.venv` and installs the locked requirements into it. Plain Python, so that it runs before anything is installed.

Usage: python3.11 config/install.py [--dev]. A second run with the same lock files does nothing.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INSTALLER_LOCK = ROOT / "requirements-uv.txt"
# Which lock file each way of using the product needs; the second contains the first.
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}


def main(arguments: list[str]) -> None:
    """Install for running, or with `--dev` for changing and testing."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs on whatever Python it is given
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Set PYTHON, as in: make run PYTHON=python3.11")
    purpose = "dev" if "--dev" in arguments else "run"
    if is_installed(purpose):
        return
    if not works(PYTHON):
        create_venv()
    print(f"==> Installing the locked requirements ({LOCKS[purpose].name})", flush=True)
    install(LOCKS[purpose])
    for covered in LOCKS if purpose == "dev" else ["run"]:
        stamp(covered).write_text(fingerprint(covered), encoding="ascii")


def fingerprint(purpose: str) -> str:
    """Changes whenever the lock file does."""
    return hashlib.sha256(LOCKS[purpose].read_bytes()).hexdigest()


def stamp(purpose: str) -> Path:
    """Where it is written down what was installed last."""
    return VENV / f".installed-{purpose}"


def is_installed(purpose: str) -> bool:
    """Whether the last complete installation is of this very lock file."""
    return PYTHON.exists() and stamp(purpose).exists() and stamp(purpose).read_text(encoding="ascii") == fingerprint(purpose)


def works(python: Path) -> bool:
    """Whether the virtual environment's interpreter starts and has pip: not so after an interrupted start or an upgrade of Python."""
    return python.exists() and subprocess.run([python, "-c", "import pip"], capture_output=True).returncode == 0


def create_venv() -> None:
    """Make `.venv` anew, or say which package is missing."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        sys.exit(f"This Python cannot make virtual environments. On Debian and Ubuntu, install what is missing: apt-get install {package}")
    print(f"==> Creating {VENV.name} with Python {sys.version.split()[0]}", flush=True)
    venv.EnvBuilder(with_pip=True, clear=True).create(VENV)


def install(lock: Path) -> None:
    """By uv, which is some times faster; by pip where uv is not to be had. Both refuse what does not have the hash in the lock file."""
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    if subprocess.run([*pip, "--only-binary", ":all:", "-r", INSTALLER_LOCK]).returncode == 0:
        uv: list[str | Path] = [
            PYTHON,
            "-m",
            "uv",
            "pip",
            "install",
            "--python",
            PYTHON,
            "--require-hashes",
            "--compile-bytecode",
            "-r",
            lock,
        ]
        if subprocess.run(uv, env=environment).returncode == 0:
            return
        print("==> uv could not install them; trying pip", flush=True)
    if subprocess.run([*pip, "-r", lock]).returncode != 0:
        sys.exit("The requirements could not be installed. The lines above say why; a package index has to be reachable.")


if __name__ == "__main__":
    main(sys.argv[1:])
