import io

from common.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_every_quarter():
    log = io.StringIO()
    progress = Progress(log)

    progress.begin("Reading", total=200)
    for done in range(201):
        progress.reach(done)

    assert log.getvalue().splitlines() == [
        f"Reading: {percent} %" for percent in (0, 25, 50, 75, 100)
    ]


def test_a_terminal_keeps_one_line_a_stage():
    terminal = Terminal()
    progress = Progress(terminal)

    progress.begin("Reading", total=2)
    progress.reach(1)
    progress.reach(2)
    progress.begin("Writing", total=0)

    assert terminal.getvalue() == ("\rReading: 0 %\rReading: 50 %\rReading: 100 %\n\rWriting: 0 %")
