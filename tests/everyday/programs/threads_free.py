try:
    import a_package_that_nobody_has
except ImportError as e:
    print("no requests:", type(e).__name__)
try:
    import another_that_nobody_has
    HAVE_YAML = True
except ModuleNotFoundError as exc:
    HAVE_YAML = False
    print(exc.name)
print(HAVE_YAML)
