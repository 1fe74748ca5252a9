"""One file a case; each has `run(bench) -> list[Figure]`."""
