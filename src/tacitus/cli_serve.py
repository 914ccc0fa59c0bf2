"""`tacitus serve CASEBOOK`: the local web page of a casebook."""

from __future__ import annotations

import errno
import gc
import secrets
import socket
import threading
import webbrowser
from typing import Annotated

import typer

from tacitus.cli_screen import screen

# ruff: noqa: PLC0415 - the command imports what it needs, so that --help comes at once
TRIED = 50  # ports tried one after another
TAKEN = (errno.EADDRINUSE,)
EXAMPLES = (
    ("tacitus serve crisis.db", "open the page of a casebook, for this machine alone"),
    ("tacitus serve crisis.db --no-open --port 8080", "another port, and no browser"),
    ("tacitus serve crisis.db --host 0.0.0.0", "for others in the network too, with a token"),
)


def serve_command(
    casebook: Annotated[str, typer.Argument(help="The casebook: a file, or postgresql://host/database.")],
    host: Annotated[
        str, typer.Option(help="Address to listen at; another than this machine's own asks for a token.")
    ] = ("127.0.0.1"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port; the next free one if it is taken.")] = 8000,
    token: Annotated[str | None, typer.Option(help="Token that a browser must show; one is made where needed.")] = None,
    open_it: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
    reviewer: Annotated[str | None, typer.Option(help="Your name, under which reviews are kept.")] = None,
) -> None:
    """Serve the local web page of a casebook. Nothing leaves this machine."""
    import uvicorn

    from tacitus.web.app import make_app
    from tacitus.web.guard import is_loopback

    listening = bind(host, port)
    port = listening.getsockname()[1]
    if token is None and not is_loopback(host):
        token = secrets.token_urlsafe(24)
    app = make_app(casebook, host, port, token, reviewer)
    named = "localhost" if is_loopback(host) or host in ("0.0.0.0", "::") else host
    link = f"http://{f'[{named}]' if ':' in named else named}:{port}/" + (f"?token={token}" if token else "")
    out = screen()
    out.print(f"{casebook} is at {link}", highlight=False, markup=False, soft_wrap=True)
    out.print("Ctrl-C ends it.", style="dim")
    if open_it:
        threading.Timer(0.8, webbrowser.open, (link,)).start()
    gc.freeze()  # what stays for good need not be looked through for every answer
    gc.set_threshold(50_000)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, proxy_headers=False)
    uvicorn.Server(config).run(sockets=[listening])


def bind(host: str, port: int) -> socket.socket:
    """Take a port, or the next free one. Raises InputError where none is, or the address is none of this machine."""
    from tacitus.errors import InputError

    for n in range(port, min(port + TRIED, 65536)):
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, n, type=socket.SOCK_STREAM)[0]
        except OSError as e:
            raise InputError(f"--host {host}: no such address: {e.strerror or e}") from e
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind(address)
            made.listen(128)
            return made
        except OSError as e:
            made.close()
            if e.errno not in TAKEN:
                raise InputError(
                    f"{host}:{n} cannot be listened at: {e.strerror}; choose another --host or --port"
                ) from e
    raise InputError(f"The ports {port} to {port + TRIED - 1} are taken; choose another with --port")
