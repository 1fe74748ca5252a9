"""The worker process: the queue's own worker, with the reaper and the clock beside it."""

import logging
import threading

from django.db import connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from tenure.foundation.jobs.clock import fire_due
from tenure.foundation.jobs.reaper import reap

logger = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 5


def run_worker(*, interval: float = 0.5, signals: bool = True, batch: bool = False) -> None:
    """Work until told to stop (SIGTERM or Ctrl-C); with `batch`, until the queue is empty."""
    worker = Worker(
        queue_names=["*"],
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    if signals:
        worker.configure_signals()
    stop = threading.Event()
    threading.Thread(target=_look_after, args=(stop,), daemon=True).start()
    try:
        worker.run()
    finally:
        stop.set()


def _look_after(stop: threading.Event) -> None:
    while True:
        try:
            reap()
            fire_due()
        except Exception:
            logger.exception("the reaper or the clock failed; trying again")
        finally:
            connections.close_all()
        if stop.wait(LOOK_EVERY_SECONDS):
            return
