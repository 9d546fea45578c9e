"""A signed-in user as a benchmark sees one: a keep-alive connection, cookies and a persona."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit


@dataclass
class User:
    """One browser-like client of a running demo city."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        self.host, self.port = parts.hostname or "localhost", parts.port or 80
        self.connection = http.client.HTTPConnection(self.host, self.port, timeout=30)

    def get(self, path: str) -> tuple[int, bytes]:
        """Fetch a page; returns its status and its body."""
        return self._send("GET", path, None)

    def post(self, path: str, values: dict[str, str]) -> tuple[int, bytes]:
        """Send a form with the token of the page before."""
        body = urlencode({**values, "csrfmiddlewaretoken": self.token}).encode()
        return self._send("POST", path, body)

    def sign_in(self, persona: str) -> None:
        """Sign in with a persona card."""
        _, page = self.get("/anmelden/")
        form = re.search(
            rf'data-persona="{persona}".*?action="([^"]+)"(.*?)</form>', page.decode(), re.DOTALL
        )
        if form is None:
            raise RuntimeError(f"no card for {persona} at {self.address}: is this a demo city?")
        action, inner = form.groups()
        values = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inner))
        values |= dict(re.findall(r'<button[^>]*name="([^"]+)"[^>]*value="([^"]*)"', inner))
        self.token = values.pop("csrfmiddlewaretoken", "")
        status, _ = self.post(action, values)
        if status not in {200, 302}:
            raise RuntimeError(f"signing in as {persona} answered {status}")

    def _send(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Language": "de",
        }
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.address + path}
        try:
            self.connection.request(method, path, body=body, headers=headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # a server closes connections that rest; a browser opens another one and asks again
            self.connection.close()
            self.connection.request(method, path, body=body, headers=headers)
            answer = self.connection.getresponse()
        content = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = header.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, content
