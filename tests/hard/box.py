"""What the trials of this folder stand on: a box in which accumulus-cli runs beside files of the user's, what must hold
afterwards, and small disks."""

import contextlib
import os
import pathlib
import subprocess
import time

# The user's own, with names that are nearly ours; nobody may touch them.
DECOYS = ["holiday.part-2.rar", "x.part-1-2", "curve.csv.part-mine", "curve.csv.part-ABCDEFGHIJKL", "notes.txt",
          "ck/checkpoint.safetensors.part-mine.txt", "ck/updates.csv.part-1", "ck/updates.csv.bak",
          "ck/checkpoint.safetensors~", "ck/run_1_seed_1.csv", "ck/album.part-abcdefghijkl.zip"]


class Wrong(Exception):
    """What is not as it should be."""


class LeftOut(Exception):
    """Why a trial cannot be made here."""


def expect(holds, what):
    if not holds:
        raise Wrong(what)


class Box:
    """A folder in which the program runs, with decoys."""

    def __init__(self, folder, program):
        self.folder = folder
        self.program = program
        self.started = []
        for name in DECOYS:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"of the user: {name}\n")

    def __truediv__(self, name):
        return self.folder / name

    def start_shell(self, commands, *arguments, **options):
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        command = ["sh", "-c", commands, "sh", *arguments]
        self.started.append(subprocess.Popen(command, cwd=self.folder, text=True, **options))
        return self.started[-1]

    def end(self):
        """Leaves nothing running."""
        for process in self.started:
            process.kill()
            process.communicate()

    def start(self, *arguments, before="", **options):
        """Starts the program; `before`: shell commands that are run in its process first, such as ulimit."""
        return self.start_shell(f'{before}\nexec "$@"', self.program, *arguments, **options)

    def run(self, *arguments, **options):
        """Runs the program to its end: returncode, output and said (its error messages)."""
        return finish(self.start(*arguments, **options))

    def train(self, *arguments, **options):
        return self.run("train", *SMALL, "--quiet", *arguments, **options)

    def resume(self, *arguments, **options):
        return self.run("train", "--quiet", "--resume", "ck", "--checkpoint", "ck", *arguments, **options)

    def has_saved(self):
        return (self / "ck/checkpoint.safetensors").exists()

    def parts(self):
        """Temporary files of ours."""
        names = [str(path.relative_to(self.folder)) for path in sorted(self.folder.rglob("*"))]
        return [name for name in names if ".part-" in name and name not in DECOYS]

    def check_decoys(self):
        for name in DECOYS:
            expect((self / name).exists(), f"the user's {name} is gone")
            expect((self / name).read_text() == f"of the user: {name}\n", f"the user's {name} was changed")

    def check_clean(self):
        expect(not self.parts(), f"temporary files are left: {self.parts()}")
        expect(not (self / "ck/checkpoint.lock").exists(), "the checkpoint is still locked")


# Of every run here: few rows, and threads that every machine has.
SMALL = ["--set", "data=diabetes", "--set", "threads=1"]


def finish(process, seconds=30):
    try:
        process.output, process.said = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Wrong(f"it did not end within {seconds} s: {' '.join(map(str, process.args[2:]))}") from None
    return process


def kill_after(seconds, process):
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=seconds)
    process.kill()
    process.communicate()


def wait_until(holds, process, seconds=30):
    until = time.monotonic() + seconds
    while not holds():
        expect(process.poll() is None, f"it ended by itself with {process.returncode}")
        expect(time.monotonic() < until, "it did not come to the point to be tried")
        time.sleep(0.002)


def cpu_seconds(process):
    """That a process has computed for: how far it is, however busy the machine."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def succeeded(process, what):
    expect(process.returncode == 0, f"{what} ended with {process.returncode}: {(process.said or '').strip()[-300:]}")


def failed(process, what, code=1, words=()):
    expect(process.returncode == code,
           f"{what} ended with {process.returncode}, not {code}: {process.said.strip()[-300:]}")
    expect("accumulus-cli: " in process.said, f"{what} did not say why: {process.said!r}")
    for word in words:
        expect(word in process.said, f"{what} did not say '{word}', but: {process.said.strip()[-300:]}")


def curve(path):
    """The rows of a curve, without the column `seconds`. Lines must be whole."""
    path = pathlib.Path(path)
    expect(path.exists(), f"{path.name} was not written")
    text = path.read_text()
    expect(text.endswith("\n"), f"the last line of {path.name} is not whole")
    rows = [line.split(",") for line in text.splitlines()]
    expect(all(len(row) == len(rows[0]) for row in rows), f"{path.name} has lines of different lengths")
    expect([row[0] for row in rows[1:]] == [str(i + 1) for i in range(len(rows) - 1)],
           f"the updates of {path.name} are not 1, 2, 3, …")
    column = rows[0].index("seconds")
    return [row[:column] + row[column + 1:] for row in rows]


class Reference:
    """What a run gives that is left alone."""

    updates = 60

    def __init__(self, box):
        succeeded(box.train("--updates", str(self.updates), "--out", "curve.csv", "--save-weights", "w.safetensors"),
                  "a run that is left alone")
        self.curve = curve(box / "curve.csv")
        self.weights = (box / "w.safetensors").read_bytes()

    def check(self, path):
        expect(curve(path) == self.curve, f"{path.name} is another curve than that of a run that was left alone")

    def check_front(self, path):
        """As far as both go."""
        rows = curve(path)
        expect(rows[:len(self.curve)] == self.curve[:len(rows)],
               f"{path.name} is another curve than that of a run that was left alone")


class Disk:
    """A small disk of its own, as long as it is needed."""

    def __init__(self, folder, size):
        self.folder = folder
        self.size = size

    def __enter__(self):
        self.folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.size}", "tmpfs", self.folder], check=True)
        return self

    def make_read_only(self):
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)

    def __exit__(self, *unused):
        subprocess.run(["umount", "-l", self.folder], check=True)


class FailingCalls:
    """failing_calls.c, made into a library to preload."""

    def __init__(self, source, folder):
        self.library = folder / "failing_calls.so"
        with contextlib.suppress(FileNotFoundError):
            subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.library, source, "-ldl"], check=True)

    def needed(self):
        if not self.library.exists():
            raise LeftOut("there is no C compiler (cc) to make failing_calls.c")

    def environment(self, box, at, how, for_good=False):
        """For a run in `box` whose call `at` that changes a file fails as `how` says; 0: none."""
        environment = {**os.environ, "LD_PRELOAD": str(self.library), "FAILING_FOLDER": str(box.folder),
                       "FAILING_AT": str(at), "FAILING_HOW": str(how), "FAILING_COUNT": self.count_file(box)}
        return {**environment, "FAILING_FOR_GOOD": "1"} if for_good else environment

    @staticmethod
    def count_file(box):
        return f"{box.folder}.count"

    def counted(self, box):
        """How many calls there were."""
        return int(pathlib.Path(self.count_file(box)).read_text())
