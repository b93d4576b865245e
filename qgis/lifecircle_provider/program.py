"""The program: found, run, watched, stopped."""
import functools
import os
import re
import shlex
import shutil
import subprocess
import threading
import time

from qgis.core import QgsProcessingException, QgsSettings

from .words import is_chinese, tr


def find():
    """The program's path."""
    asked = os.environ.get("LIFECIRCLE_PROGRAM") or QgsSettings().value("lifecircle/program", "") or "lifecircle"
    found = shutil.which(asked)
    if not found:
        raise QgsProcessingException(tr("The program lifecircle was not found; install it, or set LIFECIRCLE_PROGRAM to its path"))
    return found


def profiles():
    """Names of the built-in profiles; none when there is no program."""
    try:
        found = find()
        return profiles_of(found, os.stat(found).st_mtime_ns)
    except (QgsProcessingException, OSError, subprocess.TimeoutExpired):
        return ["life-circle"]


@functools.lru_cache(maxsize=1)
def profiles_of(found, changed):
    """Asked once, until the program changes: QGIS makes an algorithm anew whenever it is looked at."""
    said = subprocess.run([found, "profiles"], capture_output=True, text=True, encoding="utf-8", timeout=60)
    return [line.split()[0] for line in said.stdout.splitlines() if line.strip()] or ["life-circle"]


PROGRESS = re.compile(r"progress: (.+) (\d+) %$")


class Lines(threading.Thread):
    """The lines of a stream, read as they come; those of progress apart, of which the last one counts."""

    def __init__(self, stream):
        super().__init__(daemon=True)
        self.stream, self.lines, self.progress = stream, [], None
        self.start()

    def run(self):
        for line in self.stream:
            told = PROGRESS.match(line)
            if told:
                self.progress = told[1], int(told[2])
            else:
                self.lines.append(line.rstrip("\n"))


def watch(process, said, feedback):
    """Show the progress until the process ends; end it when the user says so. Did it end by itself?"""
    shown = None
    while process.poll() is None:
        if feedback.isCanceled():
            process.terminate()
            process.wait()
            return False
        told = said.progress
        if told and told != shown:
            if not shown or told[0] != shown[0]:
                feedback.setProgressText(told[0])
            feedback.setProgress(told[1])
            shown = told
        time.sleep(0.05)
    return True


def run(arguments, feedback, shown=lambda line: True):
    """Run the program until it ends or the user stops it; its error becomes one of Processing. Lines that are `shown` go to the log."""
    command = [find(), "--lang", "zh" if is_chinese() else "en", *map(str, arguments)]
    feedback.pushCommandInfo(shlex.join(command))
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
                          errors="replace", env=dict(os.environ, LIFECIRCLE_PROGRESS="lines")) as process:  # fmt: skip
        printed, said = Lines(process.stdout), Lines(process.stderr)
        ended = watch(process, said, feedback)
        printed.join()
        said.join()
    if not ended:
        return
    for line in filter(shown, printed.lines):
        feedback.pushInfo(line)
    if process.returncode != 0:
        message = said.lines[-1] if said.lines else f"exit code {process.returncode}"
        raise QgsProcessingException(message.replace("lifecircle: ", "", 1))
    if said.lines:
        feedback.pushWarning("\n".join(said.lines))
