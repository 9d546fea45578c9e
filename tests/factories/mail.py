"""A mail server for tests: takes what is handed to it on this machine, and refuses addresses that it was told to refuse."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread


@dataclass
class Caught:
    """The letters that came in, and the addresses that are refused."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)


@contextmanager
def mail_server() -> Iterator[Caught]:
    """Serve SMTP (RFC 5321, as much of it as a sender needs) on a free port of this machine."""
    caught = Caught()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 caught")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self.take()
                elif verb == b"RCPT" and any(each.encode() in line for each in caught.refused):
                    self.say("550 no such mailbox")
                elif verb == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def take(self) -> None:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                lines.append(line[1:] if line.startswith(b"..") else line)
            caught.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[arg-type]
            self.say("250 taken")

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        caught.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield caught
        server.shutdown()
        thread.join()
