import glob, os, time
now = time.time()
removed = []
for path in sorted(glob.glob("tree/**/*.tmp", recursive=True)):
    age_days = (now - os.path.getmtime(path)) / 86400
    if age_days > 30:
        os.remove(path)
        removed.append(path)
        print("Removed", path)
    else:
        print("Kept", path, age_days > 0)
print(f"{len(removed)} files removed")
