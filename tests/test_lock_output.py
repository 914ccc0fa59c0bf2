import subprocess
import sys

import pytest

from tacitus.errors import StoreError
from tacitus.writing.lock_output import lock_output

HOLD = "import sys; from pathlib import Path; from tacitus.writing.lock_output import lock_output\n"
HOLD += "f = lock_output(Path(sys.argv[1]), Path('out')); print('held', flush=True); sys.stdin.read()"


def test_one_at_a_time_until_it_is_closed(tmp_path):
    first = lock_output(tmp_path / "lock", tmp_path / "out")
    with pytest.raises(StoreError, match=r"is writing .*out; wait"):
        lock_output(tmp_path / "lock", tmp_path / "out")
    first.close()
    lock_output(tmp_path / "lock", tmp_path / "out").close()


def test_a_process_that_is_killed_leaves_no_lock(tmp_path):
    path = tmp_path / "lock"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], **pipes) as process:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match=f"process {process.pid}"):
            lock_output(path, tmp_path / "out")
        process.kill()
        process.wait()
    lock_output(path, tmp_path / "out").close()
