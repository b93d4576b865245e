"""Runs of the program without loading it anew each time: forked.c does that."""
import atexit
import contextlib
import os
import select
import signal
import subprocess


class Forked:
    """One run at a time; `server` is the program that was built with forked.c."""

    def __init__(self, server):
        self.process = subprocess.Popen([os.path.abspath(server)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
                                        env={**os.environ, "LC_ALL": "C.UTF-8"})
        atexit.register(self.close)

    def run(self, words, folder=".", seconds=60, out="stdout", err="stderr"):
        """Exit code and peak memory in KiB; (-9, None) when it had to be ended after so many seconds. The files `out` and `err` in
        the folder hold what it said."""
        words = ["lifecircle", *map(str, words)]
        texts = [str(len(words)), os.path.abspath(folder), out, err, *words]
        self.process.stdin.write(b"".join(text.encode() + b"\0" for text in texts))
        number = int(self.process.stdout.readline())
        # Not buffered: what has been read and waits in a buffer is no longer seen by select().
        ended = select.select([self.process.stdout], [], [], seconds)[0]
        if not ended:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        code, peak = map(int, self.process.stdout.readline().split())
        return (code, peak) if ended else (-signal.SIGKILL, None)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
