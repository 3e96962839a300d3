"""Build, query and pretty-print XML; escape text; property lists; HTTP statuses; cookies."""
import plistlib
from datetime import datetime
from http import HTTPStatus
from http.cookies import SimpleCookie
from xml.dom import minidom
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr, unescape

root = ET.Element("inventory", version="1")
for name, qty in (("disk & co", 3), ("<cpu>", 5)):
    item = ET.SubElement(root, "item", {"qty": str(qty)})
    ET.SubElement(item, "name").text = name
    item.append(ET.Comment(" checked "))
raw = ET.tostring(root, encoding="unicode")
print(raw)
print(minidom.parseString(raw).toprettyxml(indent="  "), end="")
dom = minidom.parseString(raw)
for node in dom.getElementsByTagName("item"):
    print(node.getAttribute("qty"), node.getElementsByTagName("name")[0].firstChild.data, node.nodeType == node.ELEMENT_NODE)
extra = dom.createElement("total")
extra.setAttribute("sum", "8")
extra.appendChild(dom.createTextNode("eight"))
dom.documentElement.appendChild(extra)
print(dom.documentElement.toxml()[-45:])
doc = minidom.Document()
r = doc.createElement("r")
doc.appendChild(r)
print(doc.toxml(encoding="utf-8"))
print(escape("a < b & c", {'"': "&quot;"}), unescape("&lt;x&gt; &amp;"), quoteattr('say "hi"'), quoteattr("it's"))
plist = {"name": "app", "n": 3, "ok": True, "when": datetime(2026, 1, 2, 3, 4, 5), "data": b"\x00\x01", "list": [1.5, "x"]}
text = plistlib.dumps(plist, sort_keys=True)
print(text.decode())
print(plistlib.loads(text) == plist, plistlib.loads(plistlib.dumps(plist, fmt=plistlib.FMT_BINARY)) == plist)
for code in (200, 301, 404, 418, 503):
    s = HTTPStatus(code)
    print(s.value, s.phrase, s.name, s == code)
c = SimpleCookie()
c["sid"] = "abc 123"
c["sid"]["path"] = "/"
c["sid"]["httponly"] = True
print(c.output(), SimpleCookie("a=1; b=two")["b"].value)
try:
    minidom.parseString("<a><b></a>")
except Exception as e:
    print(type(e).__name__, e)
