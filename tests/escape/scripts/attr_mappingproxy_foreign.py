caught = []
class Thief:
    def __eq__(self, other):
        caught.append(other)
        return True
str.__dict__ == Thief()
print("PWNED", caught[0]["format"])
