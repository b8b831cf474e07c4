import os
import time

import pytest

from benchmarks.measuring import Side, cost_of, interleave
from benchmarks.processes import cpu_times, peak_memory_mb, tree, used_ms


def test_used_time_is_the_difference_over_all_threads():
    before = {(1, 1): 1_000_000, (1, 2): 5_000_000}
    after = {(1, 1): 3_000_000, (1, 2): 5_500_000, (1, 3): 250_000}

    assert used_ms(before, after) == 2.75


def test_a_thread_that_ended_takes_nothing_off():
    assert used_ms({(1, 1): 9_000_000, (1, 2): 1_000_000}, {(1, 2): 2_000_000}) == 1.0


def test_the_cost_is_the_median_with_the_middle_half():
    cost = cost_of([1.0, 2.0, 3.0, 4.0, 100.0], requests=50)

    assert (cost.median, cost.lower, cost.upper, cost.requests) == (3.0, 2.0, 4.0, 50)


def test_the_cost_of_one_round_is_that_round():
    assert cost_of([2.5], requests=10).median == 2.5


def test_the_cpu_time_of_this_process_is_counted():
    before = cpu_times(tree(os.getpid()))
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass

    # The kernel counts by ticks of up to ten milliseconds.
    assert used_ms(before, cpu_times(tree(os.getpid()))) == pytest.approx(200, abs=40)


def test_the_tree_of_a_process_begins_with_itself():
    assert tree(os.getpid())[0] == os.getpid()
    assert os.getpid() in tree(os.getppid())


def test_a_process_that_does_not_exist_has_used_nothing():
    assert cpu_times([2**22 + 1]) == {}


def test_this_process_holds_memory():
    assert peak_memory_mb(os.getpid()) > 20


class Clock:
    """CPU time that passes by a fixed amount with each question."""

    def __init__(self, *, each_ms):
        self.now = 0
        self.each = int(each_ms * 1_000_000)

    def ask(self):
        self.now += self.each

    def reading(self):
        return {(1, 1): self.now}


def test_sides_are_asked_in_turn_and_charged_per_request():
    log = []
    cheap, dear = Clock(each_ms=0.5), Clock(each_ms=40)
    sides = [Side(ask=lambda: (cheap.ask(), log.append("cheap")), reading=cheap.reading)]
    sides.append(Side(ask=lambda: (dear.ask(), log.append("dear")), reading=dear.reading))

    interleave(sides, rounds=3)

    assert [side.cost().median for side in sides] == [0.5, 40.0]
    # A batch lasts about 60 ms, and has 60 requests at most.
    assert [side.batch for side in sides] == [60, 2]
    assert log[-186:] == (["cheap"] * 60 + ["dear"] * 2) * 3


def test_what_comes_before_each_request_comes_before_each():
    writes, clock = [], Clock(each_ms=30)
    side = Side(ask=clock.ask, reading=clock.reading, before_each=lambda: writes.append(1))

    side.round()
    side.batch = 3
    side.round()

    assert len(writes) == 4
