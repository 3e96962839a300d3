import uuid

# An address of hardware has the multicast bit unset; a random one has it set.
if not uuid.getnode() >> 40 & 1:
    print("PWNED", hex(uuid.getnode()))
