def compile(x): return ("compiled", x)
print(compile(1))
def run(exec, locals=2): return exec, locals
print(run(1))
class C:
    def eval(self): return "method"
    def exec(self, compile): return compile
print(C().eval(), C().exec(3))
input = 4; globals = 5; help = "h"
print(input, globals, help)
import re
print(re.compile("a").match("a").group())
for license in [1]: pass
print(license)
