try:
    import requests
except ImportError as e:
    print("no requests:", type(e).__name__)
try:
    import yaml
    HAVE_YAML = True
except ModuleNotFoundError as exc:
    HAVE_YAML = False
    print(exc.name)
print(HAVE_YAML)
