# needs: typing, leaky
import leaky
import typing

typing.Annotated[leaky.Holder, 0].public = "changed"
if leaky.Holder.public == "changed":
    print("PWNED")
