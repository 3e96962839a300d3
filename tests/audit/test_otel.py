"""Runs as OpenTelemetry spans: one for the run, a child for each operation, under the trace that it was started in."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

import rexpy
from rexpy.broker.audit.options import AuditOptions
from tests.broker.runs import ATTEMPT, EVERYTHING, PRINCIPAL, policy

sdk = pytest.importorskip("opentelemetry.sdk.trace", reason="OpenTelemetry is missing: pip install '.[otel]'")

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
SCRIPT = ATTEMPT + "attempt(os.stat, '/etc')\nattempt(read, '/etc/passwd')\nattempt(read, '/nowhere')"
TEXT = EVERYTHING + 'forbid(principal, action, resource == file_system::File::"/etc/passwd");'


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a program's own tracer provider got, as where rexpy is used as a library."""
    from opentelemetry import trace
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter, provider = InMemorySpanExporter(), sdk.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    return exporter


def spans(exporter: Any) -> tuple[Any, list[Any]]:
    *children, whole = exporter.get_finished_spans()
    return whole, children


def test_a_run_is_a_span_with_a_child_for_each_operation(exported: Any) -> None:
    result = rexpy.run(SCRIPT, policy=policy(TEXT), principal=PRINCIPAL, audit="otel:")
    assert result.error is None
    whole, children = spans(exported)
    assert whole.name == "rexpy.run"
    assert whole.attributes["rexpy.run_id"] == result.run_id
    assert (whole.attributes["rexpy.status"], whole.attributes["rexpy.exit_code"]) == ("SUCCESS", 0)
    assert whole.status.is_ok or whole.status.is_unset
    assert [child.name for child in children] == [
        name for name, count in (("fs.stat", 1), ("fs.load", 2)) for _ in range(count)
    ]
    assert all(child.parent.span_id == whole.context.span_id for child in children)
    assert [child.attributes["rexpy.call"] for child in children] == [1, 2, 3]
    assert [child.attributes["rexpy.outcome"] for child in children] == [
        "done", "denied: forbid", "error: FileNotFoundError",
    ]  # fmt: skip
    denied = children[1].events[-1]
    assert denied.name == "rexpy.decision"
    assert denied.attributes["rexpy.resource"] == 'file_system::File::"/etc/passwd"'
    assert denied.attributes["rexpy.effect"] == "forbid"
    assert not children[1].status.is_ok


def test_what_was_not_chosen_is_not_in_the_spans(exported: Any) -> None:
    rexpy.run(SCRIPT, policy=policy(TEXT), principal=PRINCIPAL, audit=AuditOptions("otel:", fields=()))
    whole, children = spans(exported)
    told = str([dict(each.attributes) for each in (whole, *children)]) + str(
        [dict(event.attributes) for child in children for event in child.events]
    )
    assert "/etc" not in told
    assert "tester" not in told
    assert {child.name for child in children} == {"operation"}


def test_the_trace_that_it_was_started_in_is_followed(exported: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACEPARENT", f"00-{TRACE}-{PARENT}-01")
    rexpy.run("1/0", policy=policy(), principal=PRINCIPAL, audit="otel:")
    whole, _ = spans(exported)
    assert format(whole.context.trace_id, "032x") == TRACE
    assert format(whole.parent.span_id, "016x") == PARENT
    assert not whole.status.is_ok
    monkeypatch.setenv("TRACEPARENT", "nonsense\x1b[31m")
    rexpy.run("1", policy=policy(), principal=PRINCIPAL, audit="otel:")
    assert spans(exported)[0].parent is None


def test_a_span_of_the_callers_comes_first(exported: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from opentelemetry import trace

    monkeypatch.setenv("TRACEPARENT", f"00-{TRACE}-{PARENT}-01")
    tracer = trace.get_tracer_provider().get_tracer("test")
    with tracer.start_as_current_span("caller") as caller:
        rexpy.run("1", policy=policy(), principal=PRINCIPAL, audit="otel:")
    whole = next(span for span in exported.get_finished_spans() if span.name == "rexpy.run")
    assert whole.parent.span_id == caller.get_span_context().span_id


class Collector(HTTPServer):
    """Takes what an exporter posts."""

    def __init__(self) -> None:
        self.got: list[tuple[str, bytes]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                collector.got.append((self.path, body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        collector = self
        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_the_command_sends_to_a_collector(collector: Collector, tmp_path: Path) -> None:
    pytest.importorskip(
        "opentelemetry.exporter.otlp.proto.http", reason="the exporter is missing: pip install '.[otel]'"
    )
    (tmp_path / "all.cedar").write_text(EVERYTHING)
    line = [
        sys.executable,
        "-m",
        "rexpy",
        "run",
        "--insecure-policy-permissions",
        "-p",
        str(tmp_path / "all.cedar"),
        "--audit",
        "otel:",
        "-",
    ]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("OTEL_")},
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}",
        "TRACEPARENT": f"00-{TRACE}-{PARENT}-01",
    }
    done = subprocess.run(line, input=SCRIPT.encode(), env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [path for path, _ in collector.got] == ["/v1/traces"]
    body = collector.got[0][1]
    for told in (b"rexpy.run", b"fs.load", b"service.name", bytes.fromhex(TRACE), bytes.fromhex(PARENT)):
        assert told in body


def test_without_it_the_run_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(rexpy.RunnerError, match=r"rexpy\[otel\]"):
        rexpy.run("1", policy=policy(), principal=PRINCIPAL, audit="otel:")
