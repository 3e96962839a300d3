"""What CPython's tests take from `test.support.warnings_helper`, written anew for scripts."""

import contextlib
import functools
import re
import warnings


def ignore_warnings(*, category):
    def decorate(test):
        @functools.wraps(test)
        def quiet(*args, **kwargs):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", category=category)
                return test(*args, **kwargs)

        return quiet

    return decorate


class Recorded:
    """The warnings that a block gave rise to."""

    def __init__(self, warnings_):
        self.warnings = warnings_


@contextlib.contextmanager
def check_warnings(*filters, quiet=None):
    """Fail unless the warnings of the block are those that *filters*, (pattern, category), name."""
    if not filters:
        filters, quiet = (("", Warning),), True if quiet is None else quiet
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        yield Recorded(found)
    left = [entry.message for entry in found]
    for pattern, category in filters:
        matching = [
            message
            for message in left
            if re.match(pattern, str(message), re.IGNORECASE) and isinstance(message, category)
        ]
        if not matching and not quiet:
            raise AssertionError(f"no warning like {pattern!r} ({category.__name__})")
        left = [message for message in left if message not in matching]
    if left:
        raise AssertionError(f"unexpected warning {left[0]}")


@contextlib.contextmanager
def check_no_warnings(case, message="", category=Warning, force_gc=False):
    with warnings.catch_warnings(record=True) as found:
        warnings.filterwarnings("always", message=message, category=category)
        yield
        if force_gc:
            from test.support import gc_collect

            gc_collect()
    case.assertEqual(found, [])


def check_no_resource_warning(case):
    return check_no_warnings(case, category=ResourceWarning, force_gc=True)
