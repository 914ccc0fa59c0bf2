"""The local web page of one casebook: addresses, answers, errors.

app = make_app("venezuela.db", port=8000)   # an ASGI application; `tacitus serve` runs it
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tacitus.casebook.store import Casebook
from tacitus.errors import InputError, TacitusError
from tacitus.web.download import Download
from tacitus.web.guard import Guard, Rules, cookies
from tacitus.web.page_list import GROUPS, PAGES, WRITES
from tacitus.web.pages import Elsewhere, NotFound, Page, Query, Write, as_csv, as_json
from tacitus.web.show import navigation, render
from tacitus.web.static_files import serve_static

LOG = logging.getLogger("tacitus.web")
LARGEST_FORM = 1_000_000  # bytes
FORMS = ("html", "json", "csv")


@dataclass(frozen=True, slots=True)
class Desk:
    """What every answer needs: the casebook, the rules of the guard, who reviews."""

    book: Casebook
    rules: Rules
    reviewer: str | None

    def context(self, request: Request, query: Query, title: str) -> dict[str, Any]:
        """Return what the frame of every page shows."""
        return {
            "query": query,
            "title": title,
            "nav": navigation(PAGES, GROUPS),
            "casebook": Path(self.book.where).name or self.book.where,
            "csrf": self.rules.csrf(request.scope["tacitus_browser"]),
            "reviewer": self.reviewer,
            "page": None,
        }


def make_app(
    where: str | Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    token: str | None = None,
    reviewer: str | None = None,
) -> Starlette:
    """Open a casebook and make its page. Raises StoreError if it cannot be opened."""
    desk = Desk(Casebook(where, create=False), Rules(host, port, token), reviewer)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.book.close()

    routes = [Route("/static/{fingerprint}/{name:path}", serve_static)]
    for page in PAGES:
        for suffix in ("", "index") if page.path == "/" else ("",):
            routes.append(Route(f"{page.path}{suffix}.json", _page(desk, page, "json")))
    routes += [Route(page.path, _page(desk, page, "html")) for page in PAGES]
    routes += [Route(write.path, _write(desk, write), methods=["POST"]) for write in WRITES]

    def missing(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        told = {404: "There is no such page.", 405: "This cannot be done here."}.get(status, "This did not work.")
        return _failed(desk, request, Query(address=request.url.path), status, told)

    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, rules=desk.rules)],
        exception_handlers={HTTPException: missing},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.book, app.state.rules = desk.book, desk.rules
    return app


def _page(desk: Desk, page: Page, form: str) -> Callable[[Request], Response]:
    """Make the handler of one page in one form. It is no coroutine, so that it runs beside others, in a thread."""

    def handle(request: Request) -> Response:
        given = _values(request.url.query)
        asked = given.get("format", [form])[0]
        query = Query(request.path_params, given, asked, request.url.path.removesuffix(".json"), desk.reviewer)

        def work() -> Response:
            if asked not in FORMS or (asked == "csv" and page.table is None):
                raise InputError(f"This page has no form called '{asked}'; add .json to its address for its data")
            answer = page.answer(desk.book, query)
            if asked == "json":
                return Response(as_json(answer), media_type="application/json")
            if asked == "csv" and page.table:
                name = f"{page.title.lower()}.csv"
                kept = {"content-disposition": f'attachment; filename="{name}"'}
                return Response(as_csv(answer[page.table]), media_type="text/csv", headers=kept)
            frame = desk.context(request, query, page.title) | {"page": page}
            return Response(render(page.template, frame | answer), media_type="text/html")

        return _told(desk, request, query, work)

    return handle


def _write(desk: Desk, write: Write) -> Callable[[Request], Any]:
    """Make the handler of a form: the signature is checked, then it is done in a thread."""

    async def handle(request: Request) -> Response:
        body = b""
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_FORM:
                    break
        except ClientDisconnect:
            return Response(status_code=400)
        given = _values(body[: LARGEST_FORM + 1].decode("utf-8", "replace"))
        signature = request.headers.get("x-csrf-token") or given.pop("csrf", [""])[0]
        query = Query(request.path_params, given, _wanted(request), request.url.path, desk.reviewer)

        def work() -> Response:
            if len(body) > LARGEST_FORM:
                raise InputError(f"The form is larger than {LARGEST_FORM:,} bytes")
            if not desk.rules.signs(cookies(request.headers).get(desk.rules.cookie("browser")), signature):
                told = "This form was not made by this page as it runs now, and was not done. Load the page again."
                return _failed(desk, request, query, 403, told)
            answer = write.act(desk.book, query)
            if query.form == "json":
                return Response(as_json(answer), media_type="application/json")
            return _to(str(answer.get("next", "/")))

        return await run_in_threadpool(_told, desk, request, query, work)

    return handle


def _told(desk: Desk, request: Request, query: Query, work: Callable[[], Response]) -> Response:
    """Do some work; what goes wrong becomes a page that says what happened."""
    try:
        return work()
    except Elsewhere as e:
        return _to(e.address)
    except Download as e:
        kept = {"content-disposition": f'attachment; filename="{e.name}"'}
        return Response(e.content, media_type=e.media_type, headers=kept)
    except NotFound as e:
        return _failed(desk, request, query, 404, str(e))
    except TacitusError as e:
        return _failed(desk, request, query, 400, str(e))
    except (sa.exc.SQLAlchemyError, sqlite3.Error) as e:
        LOG.exception("%s: the casebook could not be asked", request.url.path)
        return _failed(desk, request, query, 500, f"The casebook could not be asked: {type(e).__name__}.")
    except Exception:
        LOG.exception("%s: error", request.url.path)
        told = "An error in Tacitus; what it was stands where `tacitus serve` runs."
        return _failed(desk, request, query, 500, told)


def _failed(desk: Desk, request: Request, query: Query, status: int, told: str) -> Response:
    if query.form == "json" or request.url.path.endswith(".json"):
        return JSONResponse({"error": told}, status)
    heading = {400: "Not understood", 403: "Not done", 404: "Not here"}.get(status, "Something went wrong")
    frame = desk.context(request, query, heading) | {"told": told, "status": status}
    return Response(render("error.html", frame), status, media_type="text/html")


def _to(address: str) -> Response:
    """Lead to another address of this page, and to no other's."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\"))
    return RedirectResponse(address if inside else "/", 303)


def _wanted(request: Request) -> str:
    return "json" if "application/json" in request.headers.get("accept", "") else "html"


def _values(text: str) -> dict[str, list[str]]:
    """Read the values of a query or a form; more than a thousand of them are no form of ours."""
    try:
        return parse_qs(text, keep_blank_values=True, max_num_fields=1000)
    except ValueError:
        return {}
