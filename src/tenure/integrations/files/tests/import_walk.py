"""A person's way through the pages of the import."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tenure.foundation.jobs import run_now
from tenure.integrations.choices import BatchState
from tenure.integrations.models import ImportBatch

OPTIONS = {"known_time": "now"}


class Walk:
    """One person's way through the pages."""

    def __init__(self, browser, committed) -> None:
        self.browser = browser
        self.committed = committed

    def upload(self, text, name="accounts.csv"):
        content = text if isinstance(text, bytes) else text.encode()
        answer = self.browser.post(reverse("import"), {"file": SimpleUploadedFile(name, content)}, follow=True)
        assert answer.status_code == 200, answer.content.decode()
        return ImportBatch.objects.latest("pk"), answer.content.decode()

    def page(self, batch, name="import-batch", **query):
        return self.browser.get(reverse(name, args=[batch.pk]), query, follow=True).content.decode()

    def decide(self, batch, kinds=("accounts",), **chosen):
        """Send the mapping form as the page shows it, with some choices changed."""
        page = self.browser.get(reverse("import-mapping", args=[batch.pk]), {"kind": list(kinds)})
        form = {"kind": list(kinds), **OPTIONS}
        for part in page.context["parts"]:
            form[f"base-{part.target.name}"] = form[f"yaml-{part.target.name}"] = part.text
            form |= {column.control: column.chosen for column in part.columns}
        return self.browser.post(reverse("import-mapping", args=[batch.pk]), form | chosen)

    def work(self, batch):
        """Let the worker do its job."""
        batch.refresh_from_db()
        with self.committed(execute=True):
            job = run_now(batch.job)
        batch.refresh_from_db()
        return job

    def go(self, batch, kinds=("accounts",), **chosen):
        """From the mapping to the end of the import."""
        answer = self.decide(batch, kinds, **chosen)
        assert answer.status_code == 302, answer.content.decode()
        self.work(batch)
        assert batch.state == BatchState.CHECKED, batch.problem
        self.browser.post(reverse("import-run", args=[batch.pk]))
        self.work(batch)
