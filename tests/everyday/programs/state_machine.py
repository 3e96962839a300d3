import enum, logging, sys
logging.basicConfig(format="%(levelname).1s %(message)s", level=logging.INFO, stream=sys.stdout, force=True)
class S(enum.Enum):
    IDLE = "idle"; RUN = "run"; DONE = "done"; FAIL = "fail"
TRANS = {S.IDLE: {S.RUN}, S.RUN: {S.DONE, S.FAIL}, S.FAIL: {S.IDLE}}
class Job:
    def __init__(self, name): self.name, self.state, self.history = name, S.IDLE, []
    def to(self, new: S):
        if new not in TRANS.get(self.state, ()):
            raise ValueError(f"{self.name}: {self.state.value} -> {new.value} not allowed")
        self.history.append((self.state, new)); self.state = new
        logging.info("%s is %s", self.name, new.value)
j = Job("backup"); j.to(S.RUN); j.to(S.FAIL)
try: j.to(S.DONE)
except ValueError as e: logging.error(e)
print(j.history[-1], S("idle") is S.IDLE, len(S))
