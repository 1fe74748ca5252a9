"""E-mail by SMTP, as set in TENURE_SMTP_URL."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import pgettext_lazy

from tenure.foundation.models import User
from tenure.notices.channels import Channel, Letter, NotAccepted, Send

REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


def is_ready() -> bool:
    """Whether a mail server is set."""
    return bool(settings.MAIL_IS_SET)


@contextmanager
def opened() -> Iterator[Send]:
    """Connect and sign in; errors here mean that nothing was sent."""
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        raise NotAccepted(str(error)) from error
    try:
        yield partial(_send, connection)
    finally:
        connection.close()


def _send(connection: Any, person: User, letter: Letter) -> None:
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [person.email],
        headers={"Message-ID": message_id(person, letter), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    message.attach_alternative(letter.html, "text/html")
    try:
        message.send()
    except REFUSALS as error:
        raise NotAccepted(str(error)) from error


def message_id(person: User, letter: Letter) -> str:
    """Return the id of a letter: always the same, so that a server that was given it twice can tell."""
    digest = sha256(f"{person.pk} {letter.key}".encode()).hexdigest()[:24]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or urlsplit(settings.BASE_URL).hostname
    return f"<{digest}@{domain}>"


CHANNEL = Channel("mail", pgettext_lazy("channel", "E-mail"), is_ready, opened)
