"""Background work: declared with `@job`, started with `enqueue`, watched over by the reaper."""

from tenure.foundation.jobs.registry import JobRun, job, job_kinds, schedule
from tenure.foundation.jobs.running import JobCancelled, enqueue, request_cancel, run_now

__all__ = ["JobCancelled", "JobRun", "enqueue", "job", "job_kinds", "request_cancel", "run_now", "schedule"]
