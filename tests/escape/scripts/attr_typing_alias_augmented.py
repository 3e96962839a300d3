# needs: typing, leaky
import leaky
import typing

alias = typing.Annotated[leaky.Holder, 0]
alias.public += "!"
if leaky.Holder.public.endswith("!"):
    print("PWNED")
