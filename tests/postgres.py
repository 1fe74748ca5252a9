"""Run a command with DATABASE_URL set to the local PostgreSQL; say so and leave where there is none.

TENURE_TEST_POSTGRES names another server. With CI=true a missing server is a failure. Tests that touch no database
are left out (conftest.py): they have run on SQLite and would do the same again.
"""

import os
import subprocess
import sys

ONLY_DATABASE = "TENURE_TEST_ONLY_DATABASE"
DEFAULT = "postgresql:///postgres"
CANDIDATES = (DEFAULT, "postgresql://postgres@127.0.0.1:5432/postgres")


def find_server() -> str | None:
    """Return the first address that answers."""
    import psycopg

    given = os.environ.get("TENURE_TEST_POSTGRES")
    for url in (given,) if given else CANDIDATES:
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        return url
    return None


def main() -> int:
    """Run the rest of the command line."""
    url = find_server()
    if url is None:
        print("PostgreSQL is missing: the suite ran on SQLite only", file=sys.stderr)
        return 1 if os.environ.get("CI", "").lower() == "true" else 0
    # nothing of a test has to outlive the machine, so no commit waits for the disk
    quick = {"PGOPTIONS": f"{os.environ.get('PGOPTIONS', '')} -c synchronous_commit=off"}
    return subprocess.call(sys.argv[1:], env={**os.environ, **quick, "DATABASE_URL": url, ONLY_DATABASE: "1"})


if __name__ == "__main__":
    sys.exit(main())
