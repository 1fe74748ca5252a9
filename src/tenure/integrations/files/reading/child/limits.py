"""Limits of the child process itself."""

from tenure.integrations.files.reading.types import Limits

try:
    import resource
except ImportError:  # not on Windows: the parent's clock still stops the child there
    resource = None  # type: ignore[assignment]


def limit_process(limits: Limits) -> None:
    """Limit memory and processor time of this process, and forbid it to write files and to leave a core."""
    if resource is None:
        return
    seconds = limits.cpu_seconds
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
        (resource.RLIMIT_CPU, seconds, seconds + 5),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(what, (soft, hard))
        except (ValueError, OSError):
            continue  # macOS refuses RLIMIT_AS; a limit already lower than ours stays
