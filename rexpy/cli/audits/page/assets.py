"""The page's style and script. Both are constants: the page's Content-Security-Policy names their hashes, and allows
nothing else to be applied, run, loaded or sent."""

from base64 import b64encode
from hashlib import sha256

from rexpy.cli.audits.page.markup import Markup

STYLE = Markup("""
:root{color-scheme:light dark;--back:#fff;--page:#f5f6f8;--ink:#1b1f24;--faint:#59636e;--line:#d5dae0;--yes:#1f6fb5;
--no:#c2410c;--err:#7c3aed;--none:#e8ebef}
@media (prefers-color-scheme:dark){:root{--back:#171a1f;--page:#0e1013;--ink:#e5e8ec;--faint:#9aa4af;--line:#323840;
--yes:#5aa9ea;--no:#f08a4b;--err:#b79bf5;--none:#252a31}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:0 0 .5rem}h3{font-size:1rem;margin:1.2rem 0 .4rem}
p{margin:.3rem 0}.faint{color:var(--faint)}
section{background:var(--back);border:1px solid var(--line);border-radius:.5rem;padding:1rem 1.2rem;margin:1rem 0}
code,.mono{font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.75rem;margin:1rem 0;padding:0}
.cards li{list-style:none;background:var(--back);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .9rem}
.cards b{display:block;font-size:1.5rem;line-height:1.3;font-variant-numeric:tabular-nums}
.yes{color:var(--yes)}.no{color:var(--no)}.err{color:var(--err)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;color:var(--faint);padding:.2rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}
th{white-space:nowrap}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.bar{width:12rem;min-width:8rem}td.wide{overflow-wrap:anywhere;min-width:14rem}
th button{all:unset;cursor:pointer;text-decoration:underline dotted;text-underline-offset:.2em}
th button:focus-visible,input:focus-visible{outline:2px solid var(--yes);outline-offset:2px}
th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
input{font:inherit;color:inherit;background:var(--page);border:1px solid var(--line);border-radius:.3rem;
padding:.25rem .5rem;width:16rem;max-width:100%;margin:.2rem 0}
svg{display:block;width:100%;height:auto}svg text{fill:var(--faint);font:11px system-ui,sans-serif}
svg .a{fill:var(--yes)}svg .d{fill:var(--no)}svg .e{fill:var(--err)}svg .z{fill:var(--none)}
svg .g{stroke:var(--line);stroke-width:1}svg text.l{fill:var(--ink);font:12px ui-monospace,monospace}
.key span{white-space:nowrap;margin-right:1.2rem}.key i{display:inline-block;width:.8rem;height:.8rem;
margin-right:.35rem;border-radius:.15rem;vertical-align:-.05rem}
.key .a{background:var(--yes)}.key .d{background:var(--no)}.key .e{background:var(--err)}
details summary{cursor:pointer;color:var(--faint);margin:.4rem 0}
.state{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .6rem}
tr[hidden]{display:none}
.chart svg{min-width:42rem}
@media (max-width:40rem){td.bar,th.bar{display:none}section{padding:.8rem}}
@media print{:root{color-scheme:light;--back:#fff;--page:#fff;--ink:#000;--faint:#444;--line:#bbb;--yes:#1f6fb5;
--no:#c2410c;--err:#7c3aed;--none:#eee}body{font-size:11px}main{max-width:none;padding:0}
section{border:0;padding:0;margin:1rem 0}input{display:none}tr,svg,.cards li{break-inside:avoid}
table{font-size:11px}code,.mono{font-size:10px}
h2,h3,caption{break-after:avoid}.scroll{overflow:visible}.chart svg{min-width:0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
""")

SCRIPT = Markup("""
"use strict";
for (const table of document.querySelectorAll("table.sort")) {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  const value = (row, at) => row.cells[at].dataset.v ?? row.cells[at].textContent;
  heads.forEach((head, at) => {
    if (head.classList.contains("fixed")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const number = head.classList.contains("n");
      const down = head.getAttribute("aria-sort") === (number ? null : "ascending");
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => {
        const one = value(a, at), two = value(b, at);
        return (number ? one - two : one.localeCompare(two)) * (down ? -1 : 1);
      });
      body.append(...rows);
    });
  });
  if (body.rows.length < 6) continue;
  const field = document.createElement("input");
  field.type = "search";
  field.placeholder = "Filter these rows";
  field.setAttribute("aria-label", "Filter the rows of: " + table.caption.textContent);
  field.addEventListener("input", () => {
    const wanted = field.value.toLowerCase();
    for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
  table.parentElement.before(field);
}
""")


def content_security_policy() -> str:
    """Return the policy of the page: this style and this script, and nothing from anywhere."""
    style, script = (f"'sha256-{b64encode(sha256(each.encode()).digest()).decode()}'" for each in (STYLE, SCRIPT))
    return f"default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
