# CVE-2025-22153: `except*` trusts what a group's split returns.
# unguarded: crashes
class G(ExceptionGroup):
    def split(self, kind):
        return [1, 2]
try:
    raise G("x", [ValueError()])
except* ValueError as e:
    print("PWNED", e)
