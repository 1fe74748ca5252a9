"""Settings from the environment: TENURE_HOME, DATABASE_URL and TENURE_*."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE_WORDS = {"1", "true", "yes", "on"}
MAIL_SECONDS = 20


def home() -> Path:
    """Return the data folder: `TENURE_HOME`, else `data` below the current folder."""
    return Path(os.environ.get("TENURE_HOME") or "data").expanduser().resolve()


def text(name: str, default: str = "") -> str:
    """Return a variable as text."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Return a variable as a yes or no."""
    value = os.environ.get(name)
    return default if value is None or not value.strip() else value.strip().lower() in TRUE_WORDS


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(folder: Path) -> dict[str, Any]:
    """Return Django's database settings from `DATABASE_URL`, else SQLite in the data folder.

    Raises ValueError for a scheme that is neither sqlite nor postgres.
    """
    url = text("DATABASE_URL")
    if not url:
        return sqlite(folder / "tenure.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL: '{parts.scheme}' is neither sqlite nor postgresql")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Return the settings of an SQLite file: durable, one writer at a time (foundation/db/sqlite)."""
    return {
        "ENGINE": "tenure.foundation.db.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": ":memory:"},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY"
            ),
        },
    }


def mail() -> dict[str, Any]:
    """Return Django's mail settings from `TENURE_SMTP_URL`; without it letters are written to standard output.

    `smtp://` is plain, `smtp+starttls://` (port 587) asks for encryption, `smtps://` (465) begins with it.
    Raises ValueError for another scheme and for an address without a host.
    """
    url = text("TENURE_SMTP_URL")
    sender = text("TENURE_MAIL_FROM")
    if not url:
        backend = "django.core.mail.backends.console.EmailBackend"
        return {"MAIL_IS_SET": False, "EMAIL_BACKEND": backend, "DEFAULT_FROM_EMAIL": sender or "tenure@localhost"}
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if parts.scheme not in ports:
        raise ValueError(f"TENURE_SMTP_URL: '{parts.scheme}' is none of {', '.join(ports)}")
    if not parts.hostname:
        raise ValueError("TENURE_SMTP_URL: the host is missing")
    if not sender:
        raise ValueError("TENURE_MAIL_FROM: the sender's address is missing")
    return {
        "MAIL_IS_SET": True,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": MAIL_SECONDS,
        "DEFAULT_FROM_EMAIL": sender,
    }


def secret_key(folder: Path) -> str:
    """Return `TENURE_SECRET_KEY`, else the key kept in the data folder, made on first use (mode 0600)."""
    given = text("TENURE_SECRET_KEY")
    if given:
        return given
    path = folder / "secret.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass  # another process made it in between
        else:
            with os.fdopen(descriptor, "w") as handle:
                handle.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
