"""A limit on the size of uploaded files, kept while they arrive: what is too large never lies on the disk whole."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

TOO_LARGE = "tenure.upload_too_large"
MB = 1024 * 1024
DEFAULT_MB = 200


def upload_limit() -> int:
    """Return how many bytes a file may have."""
    return int(getattr(settings, "UPLOAD_MAX_MB", DEFAULT_MB)) * MB


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Stores an upload in a temporary file up to the limit; beyond it, the request says `TOO_LARGE`."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        self._received += len(raw_data)
        if self._received > upload_limit():
            if self.request is not None:
                self.request.META[TOO_LARGE] = True
            self.file.close()
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)
