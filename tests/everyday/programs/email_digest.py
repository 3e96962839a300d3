"""Parse mail files and build a digest message, with headers, parts and attachments."""
import email
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesParser
from email.utils import format_datetime, formataddr, getaddresses, parseaddr, parsedate_to_datetime
from datetime import datetime, timezone
from pathlib import Path

RAW = b"""From: =?utf-8?q?J=C3=BCrgen?= <j@example.com>
To: Ann <ann@example.com>, bob@example.com
Subject: =?utf-8?b?R3LDvMOfZSBhdXMgS8O2bG4=?=
Date: Mon, 02 Nov 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b1"

--b1
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe
zweite Zeile
--b1
Content-Type: text/csv
Content-Disposition: attachment; filename="t.csv"
Content-Transfer-Encoding: base64

YSxiCjEsMgo=
--b1--
"""
msg = BytesParser(policy=policy.default).parsebytes(RAW)
print(msg["subject"], "|", msg["from"], "|", [a.addr_spec for a in msg["to"].addresses])
print(msg.get_body(preferencelist=("plain",)).get_content().strip().splitlines())
for part in msg.iter_attachments():
    print(part.get_filename(), part.get_content_type(), part.get_content())
print(parsedate_to_datetime(msg["date"]).astimezone(timezone.utc).isoformat())
old = email.message_from_bytes(RAW)
print(str(make_header(decode_header(old["subject"]))), old.is_multipart(), [p.get_content_type() for p in old.walk()])
print(parseaddr("Ann <ann@example.com>"), getaddresses(old.get_all("to")), formataddr(("Jö", "j@x.org")))

out = EmailMessage()
out["Subject"] = "Weekly digest – Köln"
out["From"] = formataddr(("Robot", "robot@example.com"))
out["To"] = "ann@example.com"
out["Date"] = format_datetime(datetime(2026, 11, 2, 9, tzinfo=timezone.utc))
out.set_content("Hello,\n\nsee the table.\n")
out.add_alternative("<p>Hello</p>", subtype="html")
out.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="table.csv")
text = out.as_string()
boundary_free = [line for line in text.splitlines() if "==" not in line]
print("\n".join(boundary_free))
m = MIMEMultipart("alternative")
m["Subject"] = "old style"
m.attach(MIMEText("plain", "plain", "utf-8"))
m.attach(MIMEText("<b>html</b>", "html"))
print([p.get_content_type() for p in m.get_payload()], m.get_payload()[0].get_payload(decode=True))
Path("digest.eml").write_bytes(bytes(MIMEText("fixed", "plain", "us-ascii").as_string(), "ascii"))
