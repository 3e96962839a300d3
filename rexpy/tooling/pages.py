"""The reference pages, one a family of operations, as Markdown made from the declarations."""

from hostapi.operation import Operation
from rexpy.tooling.reference import asks, errors, families, links, rights, signature

NOTICE = "<!-- Made from the declarations in hostapi/ by `python -m rexpy.tooling.generate`; do not edit. -->"
INDEX = "README.md"


def pages() -> dict[str, str]:
    """Return every page's text by its file name, the index among them."""
    found = {f"{family}.md": _page(family, operations) for family, operations in families().items()}
    return {INDEX: _index(), **found} if found else {}


def _index() -> str:
    lines = [
        NOTICE,
        "",
        "# Operations",
        "",
        "What a script can ask for. A script does not call these itself: `open()`, `os`, `pathlib` and",
        "the rest of its library do. Each is decided by the policy before the system is touched.",
        "`rexpy api NAME` shows the same on a terminal.",
        "",
    ]
    for family, operations in families().items():
        lines += [f"## [{family}]({family}.md)", "", "| operation | what it does |", "| --- | --- |"]
        lines += [f"| [`{each.name}`]({family}.md#{_anchor(each)}) | {_cell(each.summary)} |" for each in operations]
        lines.append("")
    return "\n".join(lines)


def _page(family: str, operations: list[Operation]) -> str:
    lines = [NOTICE, "", f"# {family}", ""]
    for operation in operations:
        lines += _section(operation)
    return "\n".join(lines)


def _section(operation: Operation) -> list[str]:
    lines = [f"## {operation.name}", "", f"`{signature(operation)}`", "", operation.summary, ""]
    if operation.description:
        lines += [operation.description, ""]
    asked = asks(operation)
    if asked:
        lines += ["| asked | on | which | when |", "| --- | --- | --- | --- |"]
        for ask in asked:
            context = f", with context {', '.join(f'`{name}`' for name in ask.context)}" if ask.context else ""
            lines.append(f"| `{ask.action}` | `{ask.resource}` | {ask.of}{context} | {ask.when or 'always'} |")
        lines.append("")
    else:
        lines += ["Nothing is asked: what it may do was decided when the handle was opened.", ""]
    for sentence in rights(operation):
        lines += [f"Needs: {sentence}.", ""]
    followed = links(operation)
    if followed:
        lines += [followed, ""]
    lines += [f"Returns: {operation.returns}." if not operation.cast else "It is not answered.", ""]
    raised = errors(operation)
    if raised:
        lines += [
            "| error | when |",
            "| --- | --- |",
            *(f"| `{name}` | {_cell(when)} |" for name, when in raised),
            "",
        ]
    return lines


def _anchor(operation: Operation) -> str:
    return operation.name.replace(".", "").lower()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
