for enc in ("utf-8", "latin-1", "utf-16"):
    with open("enc.txt", "w", encoding=enc) as f:
        f.write("Grüße, 世界\n" if enc != "latin-1" else "Grüße\n")
    raw = open("enc.txt", "rb").read()
    print(enc, len(raw), open("enc.txt", encoding=enc).read().strip())
try:
    open("enc.txt", encoding="ascii").read()
except UnicodeDecodeError as e:
    print(e.reason, e.start, type(e).__name__)
print(open("enc.txt", encoding="utf-8", errors="replace").read()[:5].encode("unicode_escape"))
import unicodedata
print(unicodedata.normalize("NFD", "é").encode(), unicodedata.name("ß"), "ß".upper(), "İ".lower().encode())
