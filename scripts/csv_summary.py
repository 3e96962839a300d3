"""Summarize a CSV file: totals by a column, or what each column holds.

    rexpy run --policy policies/csv_summary.cedar scripts/csv_summary.py -- /srv/reports/sales.csv
    rexpy run --policy policies/csv_summary.cedar scripts/csv_summary.py -- /srv/reports/sales.csv \\
        --by region --sum amount --where status=paid --output /srv/reports/out/by-region.csv

Without --by it describes the columns. The separator is guessed unless --delimiter gives it; a file that ends in .gz is
read through gzip. Ends with 2 for wrong usage, also for a column that is not there, and 1 when rows had to be left out.
"""

import argparse
import csv
import gzip
import statistics
import sys
from collections import Counter, defaultdict
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from pathlib import Path


@contextmanager
def rows_of(path, delimiter):
    """Give a DictReader over the rows of a file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        if delimiter is None:
            sample = file.read(4096)
            file.seek(0)
            try:
                dialect = csv.Sniffer().sniff(sample, delimiters=",;\t|")
            except csv.Error:
                dialect = csv.excel
            yield csv.DictReader(file, dialect=dialect)
        else:
            yield csv.DictReader(file, delimiter=delimiter)


def number(text):
    try:
        return Decimal(text.strip().replace(" ", ""))
    except (InvalidOperation, AttributeError):
        return None


def condition(text):
    for sign in ("!=", "="):
        column, found, value = text.partition(sign)
        if found:
            return column, sign == "=", value
    raise argparse.ArgumentTypeError(f"{text!r} is not COLUMN=VALUE or COLUMN!=VALUE")


def table(head, rows, numeric):
    """Yield the lines of a text table; columns in *numeric* are set to the right."""
    cells = [head, *rows]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    for index, row in enumerate(cells):
        yield "  ".join(
            text.rjust(width) if place in numeric else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        if index == 0:
            yield "  ".join("-" * width for width in widths)


def describe(rows, columns):
    values = defaultdict(list)
    for row in rows:
        for column in columns:
            values[column].append(row[column] or "")
    for column in columns:
        filled = [text for text in values[column] if text]
        numbers = [value for text in filled if (value := number(text)) is not None]
        if numbers and len(numbers) == len(filled):
            mean, median = statistics.fmean(numbers), statistics.median(numbers)
            quoted = f"{min(numbers)} to {max(numbers)}, mean {mean:.2f}, median {median}"
        else:
            common = Counter(filled).most_common(3)
            quoted = ", ".join(f"{text!r} ({count})" for text, count in common)
        yield [column, str(len(filled)), str(len(set(filled))), quoted]


def totals(rows, by, add):
    """Return rows of (group, count, sum, mean) and how many rows were left out."""
    groups, left_out = defaultdict(list), 0
    for row in rows:
        value = number(row[add]) if add else Decimal(0)
        if value is None:
            left_out += 1
        else:
            groups[tuple(row[column] for column in by)].append(value)
    lines = []
    for group, values in sorted(groups.items(), key=lambda item: (-sum(item[1]), item[0])):
        line = [*group, str(len(values))]
        if add:
            line += [f"{sum(values):,.2f}", f"{sum(values) / len(values):,.2f}"]
        lines.append(line)
    return lines, left_out


def main():
    parser = argparse.ArgumentParser(description="Summarize a CSV file.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--by", action="append", default=[], metavar="COLUMN", help="group by it; may be repeated")
    parser.add_argument("--sum", dest="add", metavar="COLUMN", help="add up its numbers")
    parser.add_argument("--where", type=condition, action="append", default=[], metavar="COLUMN=VALUE")
    parser.add_argument("--delimiter", help="what separates columns")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the totals there, as CSV")
    given = parser.parse_args()

    with rows_of(given.file, given.delimiter) as reader:
        columns = reader.fieldnames or []
        for column in [*given.by, *filter(None, [given.add]), *(column for column, _, _ in given.where)]:
            if column not in columns:
                parser.error(f"there is no column {column!r}; there are {', '.join(columns)}")
        rows = (row for row in reader if all((row[column] == value) is equal for column, equal, value in given.where))
        if not given.by:
            print(*table(["column", "filled", "different", "values"], list(describe(rows, columns)), {1, 2}), sep="\n")
            return 0
        lines, left_out = totals(rows, given.by, given.add)

    head = [*given.by, "rows", *([f"sum of {given.add}", "mean"] if given.add else [])]
    if given.output:
        with open(given.output, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
            writer.writerow(head)
            writer.writerows([text.replace(",", "") for text in line] for line in lines)
        print(f"{len(lines)} groups written to {given.output}")
    else:
        print(*table(head, lines, set(range(len(given.by), len(head)))), sep="\n")
    if left_out:
        print(f"{left_out} rows without a number in {given.add!r} left out", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
