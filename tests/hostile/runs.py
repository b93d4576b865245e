"""Running the program on a hostile file: what it says, how it ends, what it takes."""
import os
import re
import signal
import subprocess
import time


# How many times as long as usual a run may take: sanitizers are slow, and a machine that does much else.
PATIENCE = float(os.environ.get("LC_TEST_PATIENCE", "1"))


class Run:
    """A run that has ended; `use` is None when it had to be ended after so many seconds."""

    def __init__(self, command, seconds=60):
        with open("stderr", "w+b") as stderr, open("stdout", "w+b") as stdout:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
                                       env={**os.environ, "LC_ALL": "C.UTF-8"})
            self.use = wait(process, seconds)
            self.code = process.returncode
            stderr.seek(0)
            stdout.seek(0)
            self.error, self.output = stderr.read().decode("utf-8", "replace"), stdout.read().decode("utf-8", "replace")

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


def wait(process, seconds):
    """What the process used; None when it had to be ended."""
    end = time.monotonic() + PATIENCE * seconds
    while time.monotonic() < end:
        pid, status, use = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return use
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    os.wait4(process.pid, 0)
    process.returncode = -signal.SIGKILL
    return None
