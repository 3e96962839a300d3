"""The Cedar policy, in the broker, trusted: loading, and the decision on every request."""

from rexpy.broker.policy.authorizer import Authorizer
from rexpy.broker.policy.decision import Decision, PolicyRef
from rexpy.broker.policy.limits import PolicyLimits
from rexpy.broker.policy.policy import Policy
from rexpy.broker.policy.sources import SourceFile

__all__ = ["Authorizer", "Decision", "Policy", "PolicyLimits", "PolicyRef", "SourceFile"]
