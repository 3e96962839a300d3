# A mapping proxy hands the dict behind it to the other side of a comparison.
class C:
    def method(self):
        return "good"
class Thief:
    def __eq__(self, other):
        other["method"] = lambda self: "changed"
        return True
C.__dict__ == Thief()
caught = []
class Thief2:
    def __ror__(self, other):
        caught.append(other)
        return self
C.__dict__ | Thief2()
if C().method() == "changed" or type(caught[0]) is dict and caught[0].get("method") is not None and (
    caught[0].clear() or not hasattr(C, "method")
):
    print("PWNED")
