"""Processes that live and die together leave nothing behind."""

import os
import signal
import subprocess
import sys
import time

import pytest

from scripts import processes

# Runs the commands of its arguments in a process of their own, for signals to be sent to.
HOST = """
import os, sys
from scripts import processes
processes.PATIENCE = 1
sys.exit(processes.run_together(commands=sys.argv[1:], env=os.environ, cwd="."))
"""


@pytest.fixture
def together():
    hosts = []

    def together(*commands):
        host = subprocess.Popen([sys.executable, "-c", HOST, *commands], stdout=subprocess.PIPE)
        hosts.append(host)
        return host

    yield together
    for host in hosts:
        host.kill()
        host.communicate()


@pytest.mark.parametrize("number", processes.STOPPING)
def test_a_signal_ends_all(together, number):
    host = together("sh -c 'echo $$; exec sleep 60'", "sh -c 'echo $$; exec sleep 60'")
    pids = [int(host.stdout.readline()) for _ in range(2)]

    host.send_signal(number)

    assert host.wait(timeout=10) == 0
    assert [_lives(pid) for pid in pids] == [False, False]


def test_the_end_of_one_is_the_end_of_all(together):
    host = together("sh -c 'echo $$; exec sleep 60'", "true")
    pid = int(host.stdout.readline())

    assert host.wait(timeout=10) == 1
    assert not _lives(pid)


def test_who_does_not_listen_is_ended(together):
    host = together("sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done'")
    pid = int(host.stdout.readline())
    started = time.monotonic()

    host.send_signal(signal.SIGTERM)

    assert host.wait(timeout=10) == 0
    assert time.monotonic() - started >= 1
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
