# The module starts native threads, sets tracing functions that are handed frames, and knows every thread's stack.
import threading


def trace(frame, event, argument):
    print("PWNED", frame)


for way in (
    lambda: threading.settrace(trace),
    lambda: threading.setprofile(trace),
    lambda: threading._start_new_thread(print, ("PWNED",)),
    lambda: threading.Thread(target=len, args=((),)).start(),
    lambda: print("PWNED", threading._os),
    lambda: print("PWNED", threading._sys.modules),
    lambda: print("PWNED", threading.current_thread()._bootstrap),
    lambda: print("PWNED", threading._active),
):
    try:
        way()
    except Exception:
        pass


def work():
    pass


thread = threading.Thread(target=work)
thread.start()
thread.join()
