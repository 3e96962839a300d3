from html.parser import HTMLParser
from json import JSONEncoder, dumps
from string import Template
import argparse
class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self._links = []
        self._depth = 0
    def handle_starttag(self, tag, attrs):
        self._depth += 1
        self._links += [v for k, v in attrs if k == "href"]
    def _result(self): return self._links, self._depth
l = Links(); l.feed('<a href="x"><b>'); print(l._result(), l._links)
class Enc(JSONEncoder):
    def default(self, o):
        if isinstance(o, set): return sorted(o)
        return super().default(o)
print(dumps({"a": {2, 1}}, cls=Enc))
class Fmt(argparse.HelpFormatter):
    def _split_lines(self, text, width):
        return super()._split_lines(text, width) + ["!"]
    def _format_action(self, action):
        return "  " + super()._format_action(action)
parser = argparse.ArgumentParser(prog="p", formatter_class=Fmt)
parser.add_argument("--n", type=int, default=3, help="number")
ns = parser.parse_args(["--n", "4"])
print(ns.n, vars(ns), "!" in parser.format_help())
ns.extra = 1; print(ns)
class Doc(Template):
    delimiter = "%"
print(Doc("%x").substitute(x=1))
