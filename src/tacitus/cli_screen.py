"""What every command shares: the screen, the examples below a help text, errors told plainly."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer
from rich.console import Console

from tacitus.errors import TacitusError
from tacitus.show_text import harmless

P = ParamSpec("P")
R = TypeVar("R")
WIDTH = 100


def examples(*pairs: tuple[str, str]) -> str:
    """Write the examples below a command's help: (command, what it does) pairs."""
    return "Examples:\n\n" + "\n\n".join(f"[bold]{command}[/]  [dim]# {what}[/]" for command, what in pairs)


class Screen(Console):
    """A console that leaves a closed pipe to the caller."""

    def on_broken_pipe(self) -> None:
        """Raise what rich would turn into an exit with status 1."""
        raise BrokenPipeError


def screen(stderr: bool = False) -> Screen:
    """Make a console of a width that reads well; rich heeds NO_COLOR and plain pipes."""
    made = Screen(stderr=stderr, soft_wrap=False)
    # a pipe has no width of its own
    made.width = min(made.width, WIDTH) if made.is_terminal else WIDTH
    return made


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Turn our errors into one line on standard error and exit status 2, and a closed pipe into silence."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except TacitusError as e:
            screen(stderr=True).print(
                harmless(f"tacitus: {e}"), style="red", highlight=False, markup=False, soft_wrap=True
            )
            raise typer.Exit(2) from e
        except BrokenPipeError as e:
            # what is still in the buffer would raise again when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from e

    return wrapped
