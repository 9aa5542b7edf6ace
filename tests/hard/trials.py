"""The trials. Each is a generator of rounds, (name, function of a box), with all that is random drawn from trial.random
before the round begins, so that a seed means the same whatever runs beside it."""

import errno
import functools
import os
import random
import shutil
import signal
import stat
import time

from box import (SMALL, Disk, Reference, cpu_seconds, curve, expect, failed, finish, kill_after, succeeded,
                 wait_until)

UPDATES = ("--updates", str(Reference.updates))
FOR_EVER = ("--epochs", "100000000")
CHECKPOINT = ("--checkpoint", "ck", "--every", "7", "--out", "curve.csv")
ALL_OUTPUTS = ("--out", "curve.csv", "--micro-batches", "micro.csv", "--save-weights", "w.safetensors", "--figures",
               "figures.csv", "--save-experiment", "experiment.json", "--checkpoint", "ck", "--every", "100")


# ---- killed

def finish_killed(box, reference):
    """After a kill: the run goes on to its end, or begins anew, in the same folder."""
    if box.has_saved():
        succeeded(box.resume(*UPDATES, "--out", "curve.csv"), "going on")
    else:
        succeeded(box.train(*UPDATES, "--checkpoint", "ck", "--out", "curve.csv"), "beginning anew")
    reference.check(box / "curve.csv")
    reference.check(box / "ck/updates.csv")
    expect(not [name for name in box.parts() if name.startswith("ck/")], "the checkpoint keeps temporary files")
    expect(not (box / "ck/checkpoint.lock").exists(), "the checkpoint is still locked")


def killed_between_two_changes(trial):
    """Killed in the place of the K-th call that changes a file, and some once more while they go on."""
    calls = trial.failing_calls
    calls.needed()
    box = trial.box("counting")
    succeeded(box.train(*UPDATES, *CHECKPOINT, env=calls.environment(box, 0, "kill")), "a run")
    count = calls.counted(box)

    def round_at(at, again, box):
        killed = box.train(*UPDATES, *CHECKPOINT, env=calls.environment(box, at, "kill"))
        expect(killed.returncode in (-signal.SIGKILL, 0), f"the run ended with {killed.returncode}")
        box.check_decoys()
        if box.has_saved():
            box.resume(*UPDATES, "--every", "7", "--out", "curve.csv", env=calls.environment(box, again, "kill"))
        finish_killed(box, trial.reference)

    for at in trial.some(range(1, count + 1), 40):
        again = trial.random.randrange(30)
        yield f"call {at} of {count}, then {again}", functools.partial(round_at, at, again)


def killed_at_any_moment(trial):
    """Killed after a random time, again and again, until the run is at its end."""
    updates = ("--updates", "6000")
    whole = trial.box("whole")
    succeeded(whole.train(*updates, "--out", "curve.csv"), "a run")
    expected = curve(whole / "curve.csv")

    def goes_on_until_the_end(chance, box):
        for _ in range(8):
            begin = ["--resume", "ck"] if box.has_saved() else SMALL
            process = box.start("train", *begin, "--quiet", *updates, "--checkpoint", "ck", "--every",
                                str(chance.choice([3, 50, 500])), "--out", "curve.csv")
            kill_after(chance.uniform(0.01, 0.25), process)
            box.check_decoys()
        begin = ["--resume", "ck"] if box.has_saved() else SMALL
        succeeded(box.run("train", *begin, "--quiet", *updates, "--checkpoint", "ck", "--out", "curve.csv"),
                  "going on to the end")
        expect(curve(box / "curve.csv") == expected, "the curve is another")

    for number in range(4):
        chance = random.Random(trial.random.random())
        yield f"run {number + 1}", functools.partial(goes_on_until_the_end, chance)


# ---- disks that are full, broken, or may not be written to

def failing_disk(trial):
    """The K-th call that changes a file fails, alone or with all that follow, in a run that goes on."""
    calls = trial.failing_calls
    calls.needed()
    before = trial.box("before")
    succeeded(before.train("--updates", "20", "--checkpoint", "ck"), "a run")
    outputs = ("curve.csv", "w.safetensors", "figures.csv")
    older = b"of an older run\n"

    def run_in(box, at, how, for_good):
        shutil.copytree(before / "ck", box / "ck", dirs_exist_ok=True)
        for name in outputs:
            (box / name).write_bytes(older)
        return box.resume(*UPDATES, "--every", "7", "--out", "curve.csv", "--save-weights", "w.safetensors", "--figures",
                          "figures.csv", env=calls.environment(box, at, how, for_good))

    counting = trial.box("counting")
    succeeded(run_in(counting, 0, 0, False), "a run")
    count = calls.counted(counting)

    def round_at(at, how, for_good, box):
        process = run_in(box, at, how, for_good)
        box.check_decoys()
        if process.returncode == 0:
            trial.reference.check(box / "curve.csv")
            expect((box / "w.safetensors").read_bytes() == trial.reference.weights, "the weights are others")
        else:
            failed(process, "the run", words=[os.strerror(how)])
            for name in outputs:
                expect((box / name).read_bytes() == older or (box / name).stat().st_size > 100, f"{name} is cut off")
            if (box / "curve.csv").read_bytes() != older:
                trial.reference.check_front(box / "curve.csv")
        box.check_clean()
        succeeded(box.resume(*UPDATES, "--out", "curve.csv"), "going on with the last checkpoint")
        trial.reference.check(box / "curve.csv")

    for at in trial.some(range(1, count + 1), 45):
        how = trial.random.choice([errno.ENOSPC, errno.EIO, errno.EDQUOT])
        for_good = trial.random.random() < 0.5
        yield (f"call {at} of {count}: {errno.errorcode[how]}{', for good' if for_good else ''}",
               functools.partial(round_at, at, how, for_good))


def short_writes(trial):
    """A write may write less than it was given, which is no error."""
    trial.failing_calls.needed()

    def half_writes(box):
        environment = trial.failing_calls.environment(box, 0, "short")
        succeeded(box.train(*UPDATES, *CHECKPOINT, env=environment), "the run")
        trial.reference.check(box / "curve.csv")
        finish_killed(box, trial.reference)

    yield "every write writes half", half_writes


def full_disk(trial):
    """A disk that fills: told at once, and what fitted is kept."""
    trial.need_mounts()

    def curve_fills(size, box):
        with Disk(box / "disk", f"{size}k"):
            process = box.train(*FOR_EVER, "--out", "disk/curve.csv", "--save-weights", "w.safetensors")
            failed(process, "the run", words=["No space left on device", "curve.csv"])
            trial.reference.check_front(box / "disk/curve.csv")
            box.check_clean()

    def checkpoint_fills(box):
        with Disk(box / "disk", "200k"):
            succeeded(box.train("--updates", "20", "--checkpoint", "disk/ck"), "a run")
            process = box.run("train", "--quiet", "--resume", "disk/ck", "--checkpoint", "disk/ck", "--every", "1",
                              *FOR_EVER, "--out", "curve.csv")
            failed(process, "the run", words=["No space left on device"])
            trial.reference.check_front(box / "curve.csv")
            further = len(curve(box / "curve.csv")) + 50
            succeeded(box.run("train", "--quiet", "--resume", "disk/ck", "--checkpoint", "ck", "--updates",
                              str(further), "--out", "further.csv"), "going on elsewhere")
            trial.reference.check_front(box / "further.csv")
            box.check_clean()

    for size in (trial.random.randrange(100, 600) for _ in range(3)):
        yield f"a curve on a disk of {size} kB", functools.partial(curve_fills, size)
    yield "a checkpoint on a disk of 200 kB", checkpoint_fills


def file_size_limit(trial):
    """ulimit -f: an error of the write, not the end of the program."""

    def limited(blocks, box):
        process = box.train(*FOR_EVER, "--out", "curve.csv", before=f"ulimit -f {blocks}")
        failed(process, "the run", words=["File too large", "curve.csv"])
        trial.reference.check_front(box / "curve.csv")
        box.check_clean()

    for blocks in (trial.random.randrange(40, 800) for _ in range(3)):
        yield f"{blocks} blocks of 512 bytes", functools.partial(limited, blocks)


def read_only_folder(trial):
    """Refused before anything is trained; what lies there can still be gone on from, elsewhere."""
    trial.need_mounts()

    def read_only(box):
        with Disk(box / "disk", "1m") as disk:
            succeeded(box.train("--updates", "20", "--checkpoint", "disk/ck", "--out", "disk/curve.csv"), "a run")
            disk.make_read_only()
            before = (box / "disk/curve.csv").read_text()
            for arguments in (["--out", "disk/curve.csv"], ["--out", "disk/new.csv"], ["--checkpoint", "disk/new"],
                              ["--resume", "disk/ck", "--checkpoint", "disk/ck"]):
                begin = [] if "--resume" in arguments else SMALL
                process = finish(box.start("train", "--quiet", *begin, *FOR_EVER, *arguments), 20)
                failed(process, " ".join(arguments), words=["cannot be written"])
            expect((box / "disk/curve.csv").read_text() == before, "the older curve was changed")
            succeeded(box.run("train", "--quiet", "--resume", "disk/ck", "--checkpoint", "ck", *UPDATES, "--out",
                              "curve.csv"), "going on elsewhere")
            trial.reference.check(box / "curve.csv")

    yield "a disk that may only be read", read_only


# ---- signals

def check_all_written(box, reference):
    for name in ("micro.csv", "w.safetensors", "figures.csv", "experiment.json", "ck/checkpoint.safetensors"):
        expect((box / name).exists() and (box / name).stat().st_size > 0, f"{name} was not written")
    expect(curve(box / "ck/updates.csv") == curve(box / "curve.csv"), "the two curves differ")
    reference.check_front(box / "curve.csv")
    box.check_clean()


def signals(trial):
    """Ctrl-C, and what job systems and terminals send: everything asked for is written."""

    def sent(name, delay, box):
        process = box.start("train", *SMALL, "--quiet", *FOR_EVER, *ALL_OUTPUTS)
        wait_until(box.has_saved, process)
        time.sleep(delay)
        process.send_signal(getattr(signal, name))
        succeeded(finish(process, 20), f"after {name} the run")
        check_all_written(box, trial.reference)

    for name in ("SIGHUP", "SIGTERM", "SIGINT", "SIGXCPU"):
        yield name, functools.partial(sent, name, trial.random.uniform(0.0, 0.1))


def early_signals(trial):
    """At any moment from the start on: no half-written files, whatever is written or not."""

    def sent(name, delay, box):
        process = box.start("train", *SMALL, "--quiet", *FOR_EVER, *ALL_OUTPUTS)
        time.sleep(delay)
        process.send_signal(getattr(signal, name))
        finish(process, 20)
        expect(process.returncode in (0, -getattr(signal, name)),
               f"it ended with {process.returncode}: {process.said.strip()[-300:]}")
        expect(not box.parts(), f"temporary files are left: {box.parts()}")
        if process.returncode == 0:
            check_all_written(box, trial.reference)

    for _ in range(12):
        name = trial.random.choice(["SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT"])
        delay = trial.random.uniform(0.0, 0.08)
        yield f"{name} after {delay * 1000:.0f} ms", functools.partial(sent, name, delay)


def second_ctrl_c(trial):
    """Ends at once, without half-written files, also in the middle of a long window."""

    def sent(name, box):
        process = box.start("train", *SMALL, "--quiet", *FOR_EVER, "--set", "accumulation_steps=65536", "--set",
                            "partial_window=carry_over", "--set", "model=65536 relu, 1", "--out", "curve.csv",
                            "--checkpoint", "ck", before="ulimit -c 0")
        wait_until(lambda: cpu_seconds(process) > 0.5, process) # it has long begun to train
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
        expect(process.poll() is None, f"the first Ctrl-C did not wait for the window: {process.returncode}")
        process.send_signal(getattr(signal, name))
        finish(process, 10)
        expect(process.returncode == -getattr(signal, name), f"it ended with {process.returncode}")
        expect(not box.parts(), f"temporary files are left: {box.parts()}")

    for name in ("SIGINT", "SIGQUIT"):
        yield f"SIGINT, then {name}", functools.partial(sent, name)


def ignored_hang_up(trial):
    """nohup is respected."""

    def ignored(box):
        process = box.start("train", *SMALL, "--quiet", *FOR_EVER, *ALL_OUTPUTS, before="trap '' HUP")
        wait_until(box.has_saved, process)
        process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        expect(process.poll() is None, f"it ended with {process.returncode}")
        process.send_signal(signal.SIGTERM)
        succeeded(finish(process, 20), "after SIGTERM the run")
        check_all_written(box, trial.reference)

    yield "SIGHUP under nohup", ignored


def broken_pipe(trial):
    """Whoever read the progress, or the curve, is gone."""

    def without_reader(arguments, box, **options):
        reader, writer = os.pipe()
        process = box.start("train", *SMALL, *arguments, **{name: writer for name in options})
        os.close(writer)
        os.read(reader, 1)
        os.close(reader)
        return finish(process, 30)

    def progress(box):
        without_reader(["--updates", "60000", *ALL_OUTPUTS], box, stdout=True, stderr=True)
        check_all_written(box, trial.reference)

    def results(box):
        process = without_reader(["--quiet", *FOR_EVER, "--out", "-", "--save-weights", "w.safetensors",
                                  "--checkpoint", "ck"], box, stdout=True)
        expect(process.returncode in (0, 1), f"it ended with {process.returncode}")
        expect((box / "w.safetensors").exists() and box.has_saved(), "weights and checkpoint were not written")
        box.check_clean()

    yield "progress", progress
    yield "curve", results


# ---- two processes

def two_processes(trial):
    """The second is told who holds the checkpoint; the first is unharmed."""

    def one_after_the_other(delay, box):
        first = box.start("train", *SMALL, "--quiet", *FOR_EVER, "--checkpoint", "ck", "--every", "50", "--out",
                          "curve.csv")
        wait_until(box.has_saved, first)
        time.sleep(delay)
        failed(box.resume(*UPDATES, "--out", "second.csv"), "the second", words=[f"process {first.pid} "])
        expect(not (box / "second.csv").exists(), "the second has left an output")
        failed(box.train("--checkpoint", "ck"), "a new run there", code=2)
        first.send_signal(signal.SIGTERM)
        succeeded(finish(first, 20), "the first")
        expect(curve(box / "ck/updates.csv") == curve(box / "curve.csv"), "the two curves differ")
        further = len(curve(box / "curve.csv")) + 50
        succeeded(box.resume("--updates", str(further), "--out", "further.csv"), "going on")
        trial.reference.check_front(box / "further.csv")
        box.check_clean()

    def at_the_same_time(box):
        both = [box.start("train", *SMALL, "--quiet", "--updates", "20000", "--checkpoint", "ck", "--every", "100")
                for _ in range(2)]
        codes = sorted(finish(process).returncode for process in both)
        expect(codes[0] == 0 and codes[1] in (1, 2), f"they ended with {codes}")
        succeeded(box.resume("--updates", "20010", "--out", "curve.csv"), "going on")
        trial.reference.check_front(box / "curve.csv")

    for number in range(3):
        yield f"pair {number + 1}", functools.partial(one_after_the_other, trial.random.uniform(0.0, 0.1))
    yield "both at the same time", at_the_same_time


# ---- odd outputs

def closed_descriptors(trial):
    """Started with 0, 1 or 2 closed: text that was meant for them gets into no file."""

    def closed(descriptors, box):
        redirections = " ".join(f"{descriptor}<&-" for descriptor in descriptors)
        process = box.run("train", *SMALL, *UPDATES, "--out", "curve.csv", "--checkpoint", "ck",
                          before=f"exec {redirections}")
        succeeded(process, "the run")
        trial.reference.check(box / "curve.csv")
        trial.reference.check(box / "ck/updates.csv")

    for descriptors in ([0], [1], [2], [1, 2], [0, 1, 2]):
        yield f"without {descriptors}", functools.partial(closed, descriptors)


def odd_outputs(trial):
    """Standard output, devices and pipes are written directly, and what cannot be written is told."""

    def standard_output(name, box):
        process = box.run("train", *SMALL, *UPDATES, "--out", name)
        succeeded(process, "the run")
        (box / "out.csv").write_text(process.output)
        trial.reference.check(box / "out.csv")

    def nowhere(box):
        succeeded(box.train(*UPDATES, "--out", "/dev/null", "--save-weights", "/dev/null"), "the run")
        expect(stat.S_ISCHR(os.stat("/dev/null").st_mode), "/dev/null is no device any more")

    def full(box):
        failed(box.train(*FOR_EVER, "--out", "/dev/full"), "the run", words=["No space left on device"])
        failed(box.train(*UPDATES, "--save-weights", "/dev/full", "--out", "curve.csv"), "the run",
               words=["No space left on device"])
        trial.reference.check(box / "curve.csv")

    def pipe(box):
        os.mkfifo(box / "pipe")
        reader = box.start_shell("cat pipe >out.csv")
        succeeded(box.train(*UPDATES, "--out", "pipe"), "the run")
        succeeded(finish(reader, 10), "whoever reads")
        trial.reference.check(box / "out.csv")
        expect(stat.S_ISFIFO((box / "pipe").stat().st_mode), "the FIFO is gone")

    def full_standard_output(command, box):
        with open("/dev/full", "w", encoding="utf-8") as device:
            process = box.run(*command, stdout=device)
        expect(process.returncode == 1, f"it noticed nothing and ended with {process.returncode}")

    for name in ("-", "/dev/stdout", "/dev/fd/1"):
        yield name, functools.partial(standard_output, name)
    yield "/dev/null", nowhere
    yield "/dev/full", full
    yield "a FIFO", pipe
    for command in (["list", "keys"], ["--help"], ["train", *SMALL, "--updates", "5"], ["verify", *SMALL],
                    ["sweep", *SMALL, "--vary", "accumulation_steps=1,2", "--updates", "3"]):
        yield f"{command[0]} on a full standard output", functools.partial(full_standard_output, command)


def inputs_as_outputs(trial):
    """An output that is an input, by whatever name, is refused."""
    inputs = ("data.csv", "e.json", "w.safetensors", "ck/checkpoint.safetensors", "ck/updates.csv")
    options = ("--out", "--save-weights", "--figures", "--micro-batches", "--save-experiment")

    def refused(name, option, box):
        rows = "".join(f"{i % 7},{i % 5},{i % 3}\n" for i in range(60))
        (box / "data.csv").write_text("a,b,c\n" + rows)
        (box / "e.json").write_text('{"format": "accumulus-experiment/1", "stop": {"updates": 4}, '
                                    '"data": {"source": "csv", "file": "data.csv"}}\n')
        succeeded(box.run("train", "--quiet", "e.json", "--save-weights", "w.safetensors", "--checkpoint", "ck"), "a run")
        before = {path: (box / path).read_bytes() for path in inputs}
        (box / "soft").symlink_to(name)
        os.link(box / name, box / "hard")
        begin = ["--resume", "ck", "--updates", "8"] if name.startswith("ck/") \
            else ["e.json", "--initial-weights", "w.safetensors"]
        for output in (name, f"./{name}", "soft", "hard", str(box / name)):
            failed(box.run("train", "--quiet", *begin, option, output), f"{option} {output}", code=2)
            for path in inputs:
                expect((box / path).read_bytes() == before[path], f"{option} {output} has changed {path}")

    for name in inputs:
        for option in trial.random.sample(options, 2):
            yield f"{option} onto {name}", functools.partial(refused, name, option)


def flipped_bits(trial):
    """A checkpoint or a curve in which a bit is another is refused, not believed."""
    whole = trial.box("whole")
    succeeded(whole.train("--updates", "20", "--checkpoint", "ck"), "a run")

    def flipped(name, bit, box):
        shutil.copytree(whole / "ck", box / "ck", dirs_exist_ok=True)
        changed = bytearray((box / name).read_bytes())
        changed[bit // 8] ^= 1 << bit % 8
        (box / name).write_bytes(changed)
        failed(box.resume(*UPDATES, "--out", "curve.csv"), "going on", code=3)
        expect((box / name).read_bytes() == bytes(changed), "it was changed although it was refused")

    for name in trial.random.choices(["ck/checkpoint.safetensors", "ck/updates.csv"], k=40):
        bit = trial.random.randrange(8 * (whole / name).stat().st_size)
        yield f"bit {bit} of {name}", functools.partial(flipped, name, bit)


def sweep_replaces_its_own(trial):
    """A sweep into a used folder refuses, or replaces what a sweep left there and nothing else."""

    def used(box):
        sweep = ("sweep", *SMALL, "--updates", "3", "--quiet", "--out", "ck", "--vary")
        own = box / "ck/run_001_seed_1.csv.part-abc"
        own.write_text("of the user\n")
        succeeded(box.run(*sweep, "accumulation_steps=1,2"), "the sweep")
        before = (box / "ck/summary.csv").read_text()
        failed(box.run(*sweep, "accumulation_steps=1,2"), "the second sweep", code=2)
        expect((box / "ck/summary.csv").read_text() == before, "what was refused has changed the summary")
        succeeded(box.run(*sweep, "accumulation_steps=4", "--replace"), "the third sweep")
        expect(not (box / "ck/run_002_seed_1.csv").exists(), "the older runs are still there")
        expect(own.read_text() == "of the user\n", "the user's file was changed")

    yield "a used folder", used


TRIALS = [killed_between_two_changes, killed_at_any_moment, failing_disk, short_writes, full_disk, file_size_limit,
          read_only_folder, signals, early_signals, second_ctrl_c, ignored_hang_up, broken_pipe, two_processes,
          closed_descriptors, odd_outputs, inputs_as_outputs, flipped_bits, sweep_replaces_its_own]
