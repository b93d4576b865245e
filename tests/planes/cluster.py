"""A Slurm cluster of two nodes on this machine, for as long as a test takes: a munge of its own, slurmctld and two slurmd with
their own configuration, ports and folder, as the user who calls. Nothing outside of the folder is touched."""
import os
import pathlib
import shutil
import socket
import subprocess
import time

PROGRAMS = ("munged", "mungekey", "slurmctld", "slurmd", "sbatch", "squeue", "sinfo", "scontrol")
NODES = ("node1", "node2")


def path_with_sbin():
    return os.pathsep.join([os.environ["PATH"], "/usr/local/sbin", "/usr/sbin", "/sbin"])


def missing():
    return [p for p in PROGRAMS if not shutil.which(p, path=path_with_sbin())]


def free_ports(n):
    sockets = [socket.socket() for _ in range(n)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


class Cluster:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.running = []
        self.environment = {**os.environ, "PATH": path_with_sbin(), "SLURM_CONF": str(self.folder / "slurm.conf")}

    def configure(self):
        for name in ("state", "spool-node1", "spool-node2", "munge"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "munge").chmod(0o711)
        control, *nodes = free_ports(1 + len(NODES))
        user, host = subprocess.check_output(["id", "-un"], text=True).strip(), socket.gethostname()
        munge = self.folder / "munge/socket"
        lines = [
            "ClusterName=made", f"SlurmctldHost={host}(127.0.0.1)", f"SlurmctldPort={control}", f"SlurmUser={user}",
            f"SlurmdUser={user}", "AuthType=auth/munge", "CredType=cred/munge", f"AuthInfo=socket={munge}",
            f"StateSaveLocation={self.folder}/state", f"SlurmdSpoolDir={self.folder}/spool-%n",
            f"SlurmctldPidFile={self.folder}/slurmctld.pid", f"SlurmdPidFile={self.folder}/slurmd-%n.pid",
            f"SlurmctldLogFile={self.folder}/slurmctld.log", f"SlurmdLogFile={self.folder}/slurmd-%n.log",
            "ProctrackType=proctrack/linuxproc", "TaskPlugin=task/none", "SwitchType=switch/none", "MpiDefault=none",
            "JobAcctGatherType=jobacct_gather/none", "SelectType=select/cons_tres", "SelectTypeParameters=CR_Core",
            "SchedulerType=sched/backfill", "SchedulerParameters=bf_interval=1,sched_interval=1,batch_sched_delay=1",
            "ReturnToService=2", "MinJobAge=600", "SlurmdParameters=config_overrides", "KillWait=1", "InactiveLimit=0",
            "SlurmdTimeout=60", "JobRequeue=1",
        ]
        lines += [f"NodeName={n} NodeHostname={host} NodeAddr=127.0.0.1 Port={p} CPUs=1 State=UNKNOWN" for n, p in zip(NODES, nodes)]
        lines += [f"PartitionName=all Nodes={','.join(NODES)} Default=YES MaxTime=INFINITE State=UP"]
        (self.folder / "slurm.conf").write_text("\n".join(lines) + "\n")
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
        key = self.folder / "munge/key"
        self.run("mungekey", "--create", f"--keyfile={key}")
        return munge, key

    def run(self, *command):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, *command):
        log = open(self.folder / f"{command[0]}-{len(self.running)}.out", "w")
        self.running.append(subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL))

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        munge, key = self.configure()
        m = self.folder / "munge"
        try:
            self.start("munged", "--foreground", "--force", f"--socket={munge}", f"--key-file={key}", f"--pid-file={m}/pid",
                       f"--log-file={m}/log", f"--seed-file={m}/seed")
            self.wait(munge.exists, "munged")
            self.start("slurmctld", "-D")
            for node in NODES:
                self.start("slurmd", "-D", "-N", node)
            self.wait(lambda: self.idle() == len(NODES), "the nodes")
        except BaseException:
            self.stop()
            raise
        return self

    def idle(self):
        done = subprocess.run(["sinfo", "-h", "-N", "-o", "%t"], env=self.environment, capture_output=True, text=True)
        return done.stdout.split().count("idle")

    def wait(self, ready, what, seconds=60):
        end = time.monotonic() + seconds
        while not ready():
            dead = [p.args for p in self.running if p.poll() is not None]
            if dead or time.monotonic() > end:
                raise AssertionError(f"{what} did not come up, {dead} ended: {self.logs()}")
            time.sleep(0.2)

    def logs(self):
        return "\n".join(p.name + ":\n" + p.read_text(errors="replace")[-3000:] for p in sorted(self.folder.rglob("*"))
                         if p.is_file() and p.suffix in (".log", ".out") or p.name == "log")

    def jobs(self):
        """Jobs that wait or run."""
        return self.run("squeue", "-h", "-r", "-o", "%i %T %r").splitlines()

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        for process in reversed(self.running):
            process.terminate()
        for process in reversed(self.running):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
