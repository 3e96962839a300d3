import secrets
import string

alphabet = string.ascii_letters + string.digits
pw = "".join(secrets.choice(alphabet) for _ in range(16))
print(len(pw), all(c in alphabet for c in pw), len(secrets.token_hex(8)), len(secrets.token_urlsafe(16)) > 10)
print(secrets.compare_digest("a", "a"))
