"""What a server used: CPU time and peak memory of its whole process tree, and of the database's back ends that worked for it.

CPU time is read from /proc/<pid>/task/<tid>/schedstat in nanoseconds, or from /proc/<pid>/stat in clock ticks where the kernel does not
keep the former.
"""

import os
from collections.abc import Iterable
from pathlib import Path

_PROC = Path("/proc")
_TICK_NANOSECONDS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")

# Nanoseconds so far, by (process, thread).
CpuTimes = dict[tuple[int, int], int]


def tree(root: int) -> list[int]:
    """The process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdecimal() and (fields := _stat(entry)):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found.extend(children.get(pid, []))
    return found


def _stat(process: Path) -> list[str]:
    """The fields of /proc/<pid>/stat from the third on (state, parent, ...); empty for a process that ended."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def cpu_times(pids: Iterable[int]) -> CpuTimes:
    """CPU time so far of each thread of the processes; those that ended are left out."""
    times: CpuTimes = {}
    for pid in pids:
        try:
            for task in (_PROC / str(pid) / "task").iterdir():
                times[pid, int(task.name)] = _nanoseconds(task)
        except (FileNotFoundError, ProcessLookupError):
            continue
    return times


def _nanoseconds(task: Path) -> int:
    try:
        return int((task / "schedstat").read_text().split()[0])
    except FileNotFoundError:
        fields = (task / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * _TICK_NANOSECONDS


def used_ms(before: CpuTimes, after: CpuTimes) -> float:
    """CPU milliseconds between two readings. A thread that began in between counts in full."""
    return sum(now - before.get(thread, 0) for thread, now in after.items()) / 1e6


def peak_memory_mb(root: int) -> float:
    """The most memory that each process of the tree held, added up. Pages that they share count for each."""
    kilobytes = 0
    for pid in tree(root):
        try:
            lines = (_PROC / str(pid) / "status").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return kilobytes / 1024
