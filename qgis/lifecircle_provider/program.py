"""The program: found, run, watched, stopped."""
import os
import shutil
import subprocess
import tempfile
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
        said = subprocess.run([find(), "profiles"], capture_output=True, text=True, encoding="utf-8", timeout=60)
    except (QgsProcessingException, OSError, subprocess.TimeoutExpired):
        return ["life-circle"]
    return [line.split()[0] for line in said.stdout.splitlines() if line.strip()] or ["life-circle"]


def run(arguments, feedback):
    """Run the program until it ends or the user stops it; its error becomes one of Processing."""
    command = [find(), "--lang", "zh" if is_chinese() else "en", *arguments]
    feedback.pushCommandInfo(" ".join(command))
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        while process.poll() is None:
            if feedback.isCanceled():
                process.terminate()
                process.wait()
                return
            time.sleep(0.1)
        out.seek(0)
        err.seek(0)
        for line in out.read().splitlines():
            feedback.pushInfo(line)
        said = err.read().strip()
    if process.returncode != 0:
        message = said.splitlines()[-1] if said else f"exit code {process.returncode}"
        raise QgsProcessingException(message.replace("lifecircle: ", "", 1))
    if said:
        feedback.pushWarning(said)
