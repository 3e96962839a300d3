"""The command `rexpy`: performs it, and turns every failure into a message and an exit code."""

import gc
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from rexpy.errors import EXIT_RUNNER

if TYPE_CHECKING:
    import click

    from rexpy.cli.early import EarlyWorker

EXIT_INTERRUPTED = 130
"""128 + SIGINT, as a shell reports it."""


class TerminatedError(BaseException):
    """SIGTERM or SIGHUP: the run is ended and cleaned up, then the command ends with 128 + the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def main() -> NoReturn:
    """Run the command line of this process and end it."""
    # The objects that imports make live as long as the process: looking through them for garbage only costs.
    gc.disable()
    _open_standard_streams()
    for number in (signal.SIGTERM, signal.SIGHUP):
        # One that is ignored stays so: that is what nohup asks for.
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _terminate)
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or EXIT_RUNNER
    # Not: sys.exit. All is closed and written; taking the interpreter apart costs a tenth of a short run.
    os._exit(code)


def _open_standard_streams() -> None:
    """Fill the places of standard streams that this process was started without.

    Threat: a socket or a script's file that takes such a number would be read or written as a standard stream.
    Whoever wants input or output meets an error; messages are lost, as was asked for.
    """
    for number, flags in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free: this one, as those below are taken.
            os.open(os.devnull, flags)
    if sys.stdin is None:
        sys.stdin = open(0, closefd=False)  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", closefd=False, errors="backslashreplace")  # noqa: SIM115


def run(argv: Sequence[str]) -> int:
    """Perform the command that *argv* spells and return its exit code."""
    early = None
    try:
        if argv[:1] == ["run"]:
            from rexpy.cli.early import EarlyWorker

            early = EarlyWorker(argv)
        return _dispatch(list(argv), early)
    except KeyboardInterrupt:
        return _ended("interrupted", EXIT_INTERRUPTED)
    except TerminatedError as ended:
        return _ended(f"ended by {signal.Signals(ended.number).name}", 128 + ended.number)
    finally:
        if early is not None:
            early.close()


def _terminate(number: int, frame: FrameType | None) -> None:
    raise TerminatedError(number)


def _ended(how: str, code: int) -> int:
    from rexpy.cli import streams

    try:
        streams.write(sys.stderr, f"rexpy: {how}\n")
    except (streams.OutputClosedError, streams.OutputFailedError):
        pass
    return code


def _dispatch(argv: list[str], early: "EarlyWorker | None") -> int:
    import click

    from rexpy.cli import streams
    from rexpy.cli.commands import group
    from rexpy.errors import EXIT_USAGE, RexpyError

    try:
        try:
            # Not: group.main. It has ends of its own for a closed pipe and for Ctrl-C.
            with group.make_context("rexpy", argv, obj=early) as context:
                code = group.invoke(context)
            return code if isinstance(code, int) else 0
        except click.exceptions.Exit as ended:
            return ended.exit_code
        except click.ClickException as error:
            _show_usage(error)
            return EXIT_USAGE
        except RexpyError as error:
            from rexpy.cli.failure import show

            return show(error)
    except (streams.OutputClosedError, BrokenPipeError):
        return streams.EXIT_OUTPUT_CLOSED
    except streams.OutputFailedError as error:
        return _ended(f"the output cannot be written: {error}", EXIT_RUNNER)
    except Exception:
        import traceback

        from rexpy.cli import visible

        # Exit code 1 would say that the script failed.
        return _ended(f"this is a bug in rexpy\n{visible.block(traceback.format_exc())}", EXIT_RUNNER)


def _show_usage(error: "click.ClickException") -> None:
    import click

    from rexpy.cli import streams, visible

    lines = [f"Error: {error.format_message()}"]
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        lines = [context.get_usage(), *lines, f"Try '{context.command_path} --help'."]
    streams.write(sys.stderr, visible.block("\n".join(lines)) + "\n")
