"""A mail server on the loopback interface that keeps what it is given, and can misbehave."""

import email
import email.policy
import socketserver
import threading

import pytest

REFUSING, BREAKING = "refusing", "breaking"


class Sink(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a client needs. `mood` refuses letters, or breaks off after it has taken one."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.letters = []
        self.mood = ""

    def read(self):
        """The letters as parsed messages."""
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.letters]


class Session(socketserver.StreamRequestHandler):
    """One connection."""

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 sink")
        for line in self.rfile:
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb == b"RCPT" and self.server.mood == REFUSING:
                self.say("550 no such person")
            elif verb == b"DATA":
                self.say("354 go on")
                self.take()
                if self.server.mood == BREAKING:
                    return
                self.say("250 taken")
            else:
                self.say("250 fine")

    def take(self):
        body = bytearray()
        for line in self.rfile:
            if line == b".\r\n":
                break
            body += line[1:] if line.startswith(b".") else line
        self.server.letters.append(bytes(body))


@pytest.fixture
def sink(settings):
    """A running mail server that the settings name."""
    server = Sink()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.MAIL_IS_SET = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "Tenure <tenure@example.com>"
    settings.BASE_URL = "https://tenure.example.com"
    yield server
    server.shutdown()
    server.server_close()
