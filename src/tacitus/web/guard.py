"""Keeps others out of the local page: other hosts' names, other sites' forms and scripts, other people's browsers.

- A request must name this machine (Host), so that a site cannot lead its own name here (DNS rebinding).
- Writes must come from our own pages: by Origin, and by a token that is signed for the browser's cookie (CSRF).
- A token, asked for once and then kept in a cookie, is needed where others can reach the port.
- Every answer forbids the browser to load or send anything elsewhere, and to run what stands in a page.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import socket
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HERE = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::", "")
READING = ("GET", "HEAD", "OPTIONS")
POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # nothing to others; with no-referrer a browser hides even from us where a form comes from (Origin: null)
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Where the page is bound, and the token that a browser must show; no token, no question."""

    host: str
    port: int
    token: str | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def is_our_name(self, host: str | None) -> bool:
        """Say whether a Host header names this machine: as localhost, by the address bound, or by its own name.

        Bound to every address, any address will do, since nobody can lead an address elsewhere.
        """
        name = host_name(host or "")
        if name in HERE or (name and name == self.host.lower()):
            return True
        return self.host in EVERYWHERE and (_is_address(name) or name in _own_names())

    def cookie(self, what: str) -> str:
        """Name a cookie; browsers share cookies between ports, so the port is in it."""
        return f"tacitus_{what}_{self.port}"

    def csrf(self, browser: str) -> str:
        """Sign a browser's cookie: what its forms must send along."""
        return hmac.new(self.secret, browser.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def signs(self, browser: str | None, given: str | None) -> bool:
        """Say whether `given` is our signature for a browser's cookie."""
        return bool(browser and given) and same(self.csrf(browser or ""), given or "")


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach an address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str:
    """Return the name in a Host header, without port and brackets, in small letters; empty if there is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that tells nothing."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def cookies(headers: Headers) -> dict[str, str]:
    """Read the cookies of a request; a header that is none gives none."""
    try:
        return {name: c.value for name, c in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


class Guard:
    """Lets a request through to the pages, or answers it itself."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app, self.rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # no page here speaks by websocket
            return
        headers = Headers(scope=scope)
        known = cookies(headers)
        browser = known.get(self.rules.cookie("browser")) or secrets.token_urlsafe(18)
        scope["tacitus_browser"] = browser

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out[name] = value
                if "cache-control" not in out:
                    out["cache-control"] = "no-store"
                if self.rules.cookie("browser") not in known:
                    out.append("set-cookie", self._set("browser", browser))
            await send(message)

        refused = self._refusal(scope, headers, known)
        await (refused or self.app)(scope, receive, guarded)

    def _refusal(self, scope: Scope, headers: Headers, known: dict[str, str]) -> Response | None:
        if not self.rules.is_our_name(headers.get("host")):
            return PlainTextResponse(
                f"This page answers to http://localhost:{self.rules.port}/ and no other name.\n", 421
            )
        if self.rules.token is not None and (answer := self._ask_for_token(scope, headers, known)):
            return answer
        if scope["method"] not in READING and not self._is_from_here(headers):
            return PlainTextResponse("This came from another site, and was not done.\n", 403)
        return None

    def _ask_for_token(self, scope: Scope, headers: Headers, known: dict[str, str]) -> Response | None:
        token = self.rules.token or ""
        kind, _, shown = headers.get("authorization", "").partition(" ")
        if same(known.get(self.rules.cookie("token"), ""), token) or (kind == "Bearer" and same(shown, token)):
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in query if name == "token"), "")
        if scope["method"] in READING and same(given, token):
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            path = "/" + scope["path"].lstrip("/\\")  # never to another host
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
            answer.headers.append("set-cookie", self._set("token", token))
            return answer
        return PlainTextResponse("A token is needed: open the link that `tacitus serve` printed.\n", 401)

    def _is_from_here(self, headers: Headers) -> bool:
        """Say whether a write comes from one of our pages, or from a program that is no browser."""
        origin, host = headers.get("origin"), headers.get("host", "")
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return False
        if origin is None:
            return True  # the signature is asked for as well
        return urlsplit(origin).netloc.lower() == host.lower() and origin.startswith(("http://", "https://"))

    def _set(self, what: str, value: str) -> str:
        return f"{self.rules.cookie(what)}={value}; Path=/; HttpOnly; SameSite=Strict"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _own_names() -> tuple[str, ...]:
    name = socket.gethostname().lower()
    return (name, f"{name}.local")
