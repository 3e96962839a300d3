# What is pushed on an ExitStack is called with the traceback.
import contextlib

got = []


def catch(kind, error, trace):
    got.append(trace)
    return True


with contextlib.ExitStack() as stack:
    stack.push(catch)
    1 / 0


class Catch:
    def __exit__(self, kind, error, trace):
        got.append(trace)
        return True


with contextlib.ExitStack() as stack:
    stack.push(Catch())
    1 / 0
for trace in got:
    try:
        print("PWNED", trace.tb_frame)
    except AttributeError:
        pass
