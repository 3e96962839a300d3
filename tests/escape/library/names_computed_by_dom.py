# A feature of a document's builder is read by its name, after the name itself made it lower case.
from xml.dom import minidom


def lure():
    pass


class Name:
    def lower(self):
        return self

    def replace(self, *_):
        return "__globals__"


class Builder:
    _options = lure


try:
    builder = type(minidom.getDOMImplementation().createDOMBuilder(1, None))
    if "lure" in builder.getFeature(Builder, Name()):
        print("PWNED")
except Exception:
    pass
