"""Runs as OpenTelemetry spans: `rexpy.run`, with a child for each operation and in it an event for each decision.

Telemetry, not evidence: exporters work in the background and drop what they cannot send.
"""

import os
from collections.abc import Mapping
from typing import Any

from hostapi.operation import Operation
from hostapi.vocabulary.base import Action, Resource
from rexpy.broker.audit.entry import AuditFailed
from rexpy.broker.audit.texts import cut
from rexpy.broker.gate import Gate
from rexpy.broker.policy.decision import Decision
from rexpy.broker.refusal import Refused, action_uid, uid
from rexpy.broker.session import Deciding

MAX_ATTRIBUTE = 1024
"""Characters of a text in a span: backends cut longer ones, each at a length of its own."""
FLUSH_MS = 5000
"""How long the end of a run waits for a collector."""


class Spans:
    """The spans of one run. Belongs to a tracer of the caller's, where he has one, else to one of its own."""

    __slots__ = ("_api", "_context", "_current", "_fields", "_own", "_run", "_tracer")

    def __init__(self, about: Mapping[str, Any], fields: frozenset[str]) -> None:
        """Begin `rexpy.run` with the attributes `about`. Raises AuditFailed where OpenTelemetry is not installed."""
        try:
            from opentelemetry import trace
            from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
        except ImportError:
            raise AuditFailed("the audit cannot go to otel: without OpenTelemetry; pip install 'rexpy[otel]'") from None
        self._api = trace
        self._fields = fields
        provider = trace.get_tracer_provider()
        self._own: Any = None
        if isinstance(provider, trace.ProxyTracerProvider):
            provider = self._own = _provider()
        self._tracer = provider.get_tracer("rexpy")
        parent = None
        if not trace.get_current_span().get_span_context().is_valid:
            told = {name.lower(): os.environ[name] for name in ("TRACEPARENT", "TRACESTATE") if name in os.environ}
            parent = TraceContextTextMapPropagator().extract(told)
        self._run: Any = self._tracer.start_span("rexpy.run", parent, attributes=dict(about))
        self._context = trace.set_span_in_context(self._run, parent)
        self._current: Any = None

    def begin(self, name: str, deciding: Deciding) -> Any:
        """Begin the span of an operation."""
        about: dict[str, Any] = {"rexpy.call": deciding.call, "code.line.number": deciding.line}
        shown = name if "action" in self._fields else "operation"
        self._current = self._tracer.start_span(shown, self._context, attributes=about)
        return self._current

    def decided(self, decision: Decision, action: Action, resource: Resource) -> None:
        """Add a decision to the operation in progress."""
        if self._current is None:
            return
        about: dict[str, Any] = {"rexpy.effect": decision.effect, "rexpy.allowed": decision.allowed}
        if "action" in self._fields:
            about["rexpy.action"] = action_uid(action)
        if "resource" in self._fields:
            about["rexpy.resource"] = cut(uid(resource), MAX_ATTRIBUTE)
        if decision.policies:
            about["rexpy.policies"] = [cut(ref.id, MAX_ATTRIBUTE) for ref in decision.policies[:16]]
        self._current.add_event("rexpy.decision", about)

    def finish(self, span: Any, outcome: str) -> None:
        """End the span of an operation: done, denied, or the error that it met."""
        span.set_attribute("rexpy.outcome", outcome)
        if outcome != "done":
            span.set_status(self._api.StatusCode.ERROR, outcome)
        span.end()
        self._current = None

    def ended(self, about: Mapping[str, Any], *, failed: bool) -> None:
        """End the run's span."""
        if self._run is None:
            return
        self._run.set_attributes(dict(about))
        if failed:
            self._run.set_status(self._api.StatusCode.ERROR, str(about.get("rexpy.error_type", "")))
        self._run.end()
        self._run = None

    def close(self) -> None:
        """End what is not ended, and hand on what is not sent, as far as that goes."""
        self.ended({}, failed=True)
        if self._own is not None:
            self._own.force_flush(FLUSH_MS)
            self._own.shutdown()
            self._own = None


def _provider() -> Any:
    """Return a tracer provider that sends to where OTEL_EXPORTER_OTLP_* say, by default this host's collector."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME
        from opentelemetry.sdk.resources import Resource as Described
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise AuditFailed("the audit cannot go to otel: without an exporter; pip install 'rexpy[otel]'") from None
    named = {} if "OTEL_SERVICE_NAME" in os.environ else {SERVICE_NAME: "rexpy"}
    provider = TracerProvider(resource=Described.create(named), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=FLUSH_MS / 1000)))
    return provider


class TracedGate(Gate):
    """A gate with a span around each operation; it mediates as the gate does."""

    __slots__ = ("_deciding", "_spans")

    def watch(self, spans: Spans, deciding: Deciding) -> "TracedGate":
        """Trace from now on, and return itself."""
        self._spans, self._deciding = spans, deciding
        return self

    def perform(self, operation: Operation, arguments: list[Any]) -> list[Any]:
        """Return the fields of the reply, as a gate does."""
        span = self._spans.begin(operation.name, self._deciding)
        outcome = "failed"
        try:
            fields = super().perform(operation, arguments)
            outcome = "done"
        except Refused as refused:
            outcome = f"denied: {refused.decision.effect}"
            raise
        except OSError as error:
            outcome = f"error: {type(error).__name__}"
            raise
        finally:
            self._spans.finish(span, outcome)
        return fields
