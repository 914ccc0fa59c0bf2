"""`tacitus serve`: the port it takes, the token it asks for, what it says when it cannot."""

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tacitus.casebook.store import Casebook
from tacitus.cli import app
from tacitus.cli_serve import bind
from tacitus.errors import InputError


@pytest.fixture
def served(monkeypatch):
    """Let no server run; remember what it would have served."""
    seen = []
    monkeypatch.setattr("uvicorn.Server.run", lambda self, sockets: seen.append((self.config.app, sockets[0].close())))
    monkeypatch.setattr("gc.freeze", lambda: None)
    monkeypatch.setattr("gc.set_threshold", lambda *_: None)
    return seen


def serve(*options: str) -> str:
    answer = CliRunner().invoke(app, ["serve", *options, "--no-open"])
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.fixture
def casebook(tmp_path: Path) -> str:
    path = tmp_path / "crisis.db"
    Casebook(path).close()
    return str(path)


def test_the_next_free_port_is_taken() -> None:
    with bind("127.0.0.1", 18000) as one, bind("127.0.0.1", one.getsockname()[1]) as other:
        assert other.getsockname()[1] > one.getsockname()[1]


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(InputError, match="cannot be listened at"):
        bind("203.0.113.7", 18000)
    with pytest.raises(InputError, match="no such address"):
        bind("no such host", 18000)


def test_this_machine_needs_no_token(served, casebook) -> None:
    told = serve(casebook, "--port", "18100", "--reviewer", "Ana")
    assert "http://localhost:181" in told
    assert "token" not in told
    assert served[0][0].state.rules.token is None


def test_others_need_a_token(served, casebook) -> None:
    told = serve(casebook, "--port", "18100", "--host", "0.0.0.0")
    token = served[0][0].state.rules.token
    assert len(token) >= 32
    assert f"?token={token}" in told
    serve(casebook, "--port", "18100", "--token", "mine")
    assert served[1][0].state.rules.token == "mine"


def test_a_casebook_that_is_not_there_is_told(tmp_path) -> None:
    answer = CliRunner().invoke(app, ["serve", str(tmp_path / "none.db"), "--no-open"])
    assert answer.exit_code == 2
    assert "no such casebook" in answer.output
    assert not (tmp_path / "none.db").exists()


def test_it_answers_over_the_wire(casebook) -> None:
    import threading  # noqa: PLC0415 - only here

    import httpx2  # noqa: PLC0415
    import uvicorn  # noqa: PLC0415

    from tacitus.web.app import make_app  # noqa: PLC0415

    listening: socket.socket = bind("127.0.0.1", 18200)
    port = listening.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(casebook, port=port), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    answer = httpx2.get(f"http://127.0.0.1:{port}/", timeout=20)
    assert answer.status_code == 200
    server.should_exit = True
    thread.join(20)
