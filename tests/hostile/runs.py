"""Running the program on a hostile file: what it says, how it ends, what it takes."""
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "forked"))
from forked import Forked  # noqa: E402, F401


# How many times as long as usual a run may take: sanitizers are slow, and a machine that does much else.
PATIENCE = float(os.environ.get("LC_TEST_PATIENCE", "1"))


class Run:
    """A run that has ended. `program` is its path, or a Forked. `peak_kib` is None when it had to be ended after so many seconds."""

    def __init__(self, program, words, seconds=60):
        start = run_forked if isinstance(program, Forked) else run_process
        self.code, self.peak_kib = start(program, words, seconds)
        self.error, self.output = (pathlib.Path(name).read_text(encoding="utf-8", errors="replace") for name in ("stderr", "stdout"))

    def complaints(self, code, message):
        """What is not as it should be: its exit, what it says (a pattern; "": anything), in one line where it refuses."""
        wrong = []
        if self.code != code:
            wrong.append(f"exit {self.code}, not {code}")
        if message and not re.search(message, self.error):
            wrong.append("another message")
        if code == 2 and self.error.count("\n") != 1:
            wrong.append("not one line")
        return wrong


def run_forked(program, words, seconds):
    return program.run(words, seconds=PATIENCE * seconds)


def run_process(program, words, seconds):
    with open("stderr", "wb") as stderr, open("stdout", "wb") as stdout:
        process = subprocess.Popen([program, *words], stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
                                   env={**os.environ, "LC_ALL": "C.UTF-8"})
        return wait(process, seconds)


def wait(process, seconds):
    """Its exit code and peak memory."""
    end = time.monotonic() + PATIENCE * seconds
    while time.monotonic() < end:
        pid, status, use = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, use.ru_maxrss
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    os.wait4(process.pid, 0)
    process.returncode = -signal.SIGKILL
    return process.returncode, None
