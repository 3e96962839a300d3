import copy
import warnings

kept = []


class Memo(dict):
    def get(self, key, default=None):
        self.asked = getattr(self, "asked", 0) + 1
        return True if self.asked > 3 else default

    def __getitem__(self, key):
        return kept


copy.deepcopy(warnings.catch_warnings(), Memo())
for entry in kept:
    if type(entry) is dict and "_module" in entry:
        print("PWNED", entry["_module"].sys)
