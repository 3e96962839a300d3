"""Who broke the protocol: this side (a bug here) or the other (hostile, or another version)."""


class ProtocolError(Exception):
    """The protocol was broken; the connection cannot be used again."""


class LocalProtocolError(ProtocolError):
    """This side tried to send what the state or a limit forbids: a bug in rexpy, never the script's doing."""


class RemoteProtocolError(ProtocolError):
    """The other side sent what the state, a type or a limit forbids. A worker that does so is ended, not answered."""
