"""Our style sheet, scripts and what others made, at addresses that change with them, so that browsers keep them."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

HOME = Path(__file__).parent / "static"
KEPT = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}


@cache
def files() -> dict[str, Path]:
    """List what may be served, by its path below static/."""
    return {p.relative_to(HOME).as_posix(): p for p in sorted(HOME.rglob("*")) if p.is_file()}


@cache
def fingerprint() -> str:
    """Return a hash of all these files; one for all, so that a script may load another beside it."""
    made = hashlib.sha256()
    for name, path in files().items():
        made.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()[:12]


def static_url(name: str) -> str:
    """Return the address of a file, such as `tacitus.css` or `vendor/d3.min.js`. Raises KeyError if there is none."""
    if name not in files():
        raise KeyError(f"static/{name} is not there")
    return f"/static/{fingerprint()}/{name}"


def serve_static(request: Request) -> Response:
    """Answer with a file; one asked for by an older fingerprint is not kept by the browser."""
    path = files().get(request.path_params["name"])
    if path is None:
        return PlainTextResponse("There is no such file.\n", 404)
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"
    now = request.path_params["fingerprint"] == fingerprint()
    return FileResponse(path, media_type=kind, headers={"cache-control": KEPT if now else "no-store"})
