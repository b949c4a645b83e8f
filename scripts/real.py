"""The house on real history: the Ta-Feng store's four months, in a database of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "var" / "real"
SOURCE = ROOT.parent / "shared" / "data" / "ta_feng.csv.zip"


def main(source: Path) -> None:
    """Import once, then open the shop on it."""
    os.environ["DATA_DIR"] = str(DATA)
    os.environ["DATABASE_URL"] = f"sqlite:///{DATA}/regulars.sqlite3"
    os.environ["REDIS_URL"] = ""
    imported = DATA / "imported"
    if not imported.exists():
        _import(source)
        imported.touch()
    os.execv(sys.executable, [sys.executable, "-m", "scripts.run"])  # noqa: S606 - no shell meant


def _import(source: Path) -> None:
    if not source.exists():
        sys.exit(f"{source} is not there: name the file, make real FILE=ta_feng.csv.zip")
    _do("-m", "bench.ta_feng", str(source), str(DATA))
    _do("-m", "scripts.messages", "compile")
    _do("manage.py", "migrate", "--verbosity", "0")
    _do("manage.py", "import_members", str(DATA / "members.csv"), "--create-stores")
    _do("manage.py", "import_sales", str(DATA / "sales.csv"), "--create-stores", "--earn")
    _do("manage.py", "demo", "--staff")


def _do(*command: str) -> None:
    if subprocess.run([sys.executable, *command], check=False, cwd=ROOT).returncode != 0:
        sys.exit("Not everything was taken; see above. Running this again takes up from there.")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else SOURCE)
