# UserList.__copy__ hands self.__dict__ to what self's class makes; an alias answers with the variables of any class.
import collections

got = []


class Catcher:
    def update(self, found):
        got.append(found)

    @property
    def __dict__(self):
        return self


class Lure(type(list[int])):
    def __new__(cls, *args):
        return super().__new__(cls, *args) if args else Catcher()


for copier in (collections.UserList.__copy__, collections.UserDict.__copy__):
    for target in (object, str, type):
        try:
            copier(Lure(target, ()))
        except Exception:
            pass
if got:
    print("PWNED", got[0])
