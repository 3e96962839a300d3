import xml.etree.ElementTree as ET

root = ET.fromstring("""<config><server name="a"><port>80</port></server><server name="b"><port>443</port><tls/></server></config>""")
for s in root.findall("server"):
    print(s.get("name"), s.findtext("port"), s.find("tls") is not None)
for el in root.iter("port"):
    el.text = str(int(el.text) + 1)
ET.SubElement(root, "server", name="c").text = "x"
ET.indent(root)
ET.ElementTree(root).write("out.xml", encoding="unicode", xml_declaration=True)
print(open("out.xml").read())
print(ET.parse("out.xml").getroot().tag, [e.tag for e in root])
try:
    ET.fromstring("<a>")
except ET.ParseError as e:
    print(e, e.position)
