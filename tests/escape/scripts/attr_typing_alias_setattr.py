# needs: typing, leaky
import leaky
import typing

setattr(typing.Annotated[leaky.Holder, 0], "pub" + "lic", "changed")
if leaky.Holder.public == "changed":
    print("PWNED")
