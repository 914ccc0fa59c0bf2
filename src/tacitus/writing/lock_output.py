"""One run at a time may write an output: the lock ends with the process that holds it, however that ends."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import IO

from tacitus.errors import StoreError

try:
    import fcntl
except ImportError:  # a system without it goes unlocked
    fcntl = None  # type: ignore[assignment]


def lock_output(lock: Path, output: Path) -> IO[str]:
    """Lock `output` by the file `lock` until the file returned is closed. Raises StoreError if another run has it."""
    file = lock.open("a+", encoding="utf-8")
    if fcntl is None:
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as e:
        file.seek(0)
        holder = file.read(20).strip()
        file.close()
        who = f"another run (process {holder})" if holder.isdigit() else "another run"
        raise StoreError(f"{who} is writing {output}; wait until it has ended, or choose another -o") from e
    except OSError:  # a file system without locks
        return file
    with contextlib.suppress(OSError):
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
    return file
