installed = {"nginx": "1.18", "openssl": "3.0", "vim": "8"}
wanted = {"nginx": "1.20", "openssl": "3.0", "git": "2"}
print("missing:", sorted(wanted.keys() - installed.keys()))
print("extra:", sorted(installed.keys() - wanted.keys()))
print("upgrade:", {k: (installed[k], wanted[k]) for k in installed.keys() & wanted.keys() if installed[k] != wanted[k]})
print(sorted(wanted.items() ^ installed.items()))
