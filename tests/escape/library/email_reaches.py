# Messages lead to policies, registries and the modules of the package.
import email
import email.policy
from email.message import EmailMessage

message = EmailMessage()
message["Subject"] = "x"
for way in (
    lambda: email.parser.sys,
    lambda: email.message.utils.os,
    lambda: email.message.quopri,
    lambda: email.policy.re,
    lambda: email.utils.socket,
    lambda: email.charset.email,
):
    try:
        print("PWNED", way())
    except AttributeError:
        pass
