"""Ways in which a table arrives damaged, as data: each is made from any sample and says what must survive."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import polars as pl
import xlsxwriter

HIT = 3  # the row that damages of one row fall on


@dataclass(frozen=True)
class Table:
    """A sample in memory: the names of its columns, whether the file shows them, and the rows."""

    names: list[str]
    shown: bool
    rows: list[list[str]]
    delimiter: str

    def text(self, rows=None, names=None, *, delimiter=None, shown=None, end="\n"):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter or self.delimiter, lineterminator=end)
        if self.shown if shown is None else shown:
            writer.writerow(self.names if names is None else names)
        writer.writerows(self.rows if rows is None else rows)
        return out.getvalue()

    def line_of_hit(self):
        """The physical line on which the damaged row starts."""
        return self.text(rows=self.rows[:HIT]).count("\n") + 1


@dataclass(frozen=True)
class Damage:
    """``make`` gives the bytes; ``lost`` is how many rows may be missing at most (None: the file may be refused).

    ``flagged``: an issue must stand on the line of the row that was hit.
    """

    name: str
    make: Callable[[Table], bytes]
    lost: int | None = 0
    refused: bool = False
    flagged: bool = False


def utf8(text):
    return text.encode("utf-8")


def changed(table, change):
    """The table with the cells of one row changed."""
    rows = [list(row) for row in table.rows]
    rows[HIT] = [change(cell) for cell in rows[HIT]]
    return utf8(table.text(rows=rows))


def numbers(new):
    """A change of every cell that is a number."""

    def change(cell):
        try:
            float(cell)
        except ValueError:
            return cell
        return new(cell)

    return change


def lines_changed(table, change):
    """The table with the text of the damaged row changed, delimiters and all."""
    before, hit = table.text(rows=table.rows[:HIT]), table.text(rows=[table.rows[HIT]], shown=False)
    after = table.text(rows=table.rows[HIT + 1 :], shown=False)
    return utf8(before + change(hit) + after)


def zipped(table, files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files(table).items():
            archive.writestr(name, content)
    return out.getvalue()


def plain(table):
    return utf8(table.text())


def named(table):
    """The table with its header, which a workbook, Parquet or JSON always has."""
    return [dict(zip(table.names, row, strict=True)) for row in table.rows]


def workbook(table, sheets=1):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for number in range(sheets):
        sheet = book.add_worksheet(f"Sheet{number + 1}")
        content = [table.names, *table.rows] if number == 0 else [["Notes"], ["An invented table."]]
        for place, row in enumerate(content):
            sheet.write_row(place, 0, row)
    book.close()
    return out.getvalue()


def parquet(table, cast=None):
    out = io.BytesIO()
    frame = pl.DataFrame(named(table), infer_schema_length=None)
    (frame.select(cast(column) for column in frame) if cast else frame).write_parquet(out)
    return out.getvalue()


def floats(column):
    """A column of numbers as floats, any other as it is; codes with a zero in front stay text."""
    given = column.replace("", None)
    coded = given.str.contains(r"^0\d").any()
    whole = given.cast(pl.Float64, strict=False)
    return column if coded or whole.null_count() > given.null_count() or whole.null_count() == len(whole) else whole


def json_of(table, shape):
    return utf8(json.dumps(shape(named(table))))


def with_column(table, name, cell):
    names = [*table.names, name]
    return table.text(rows=[[*row, cell] for row in table.rows], names=names, shown=True)


def without_column(table, place):
    names = [name for number, name in enumerate(table.names) if number != place]
    rows = [[cell for number, cell in enumerate(row) if number != place] for row in table.rows]
    return utf8(table.text(rows=rows, names=names))


def third(line):
    return line[: len(line) // 3].rstrip("\n")


def overfull(line):
    return line.rstrip("\n") + ";,\t|" * 9 + "\n"


def one_file(table):
    return {"data.csv": table.text()}


def reordered(table):
    return utf8(table.text(rows=[row[::-1] for row in table.rows], names=table.names[::-1], shown=True))


def cut(data, share):
    return data[: int(len(data) * share)]


HTML = b"<!DOCTYPE html>\n<html><head><title>503</title></head><body>Service unavailable, try later</body></html>\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)

DAMAGES = [
    # as it stands, in other clothes
    Damage("untouched", plain),
    Damage("UTF-8 with a mark", lambda t: t.text().encode("utf-8-sig")),
    Damage("UTF-16 with a mark", lambda t: t.text().encode("utf-16")),
    Damage("UTF-16 big-endian with a mark", lambda t: b"\xfe\xff" + t.text().encode("utf-16-be")),
    Damage("UTF-16 without a mark", lambda t: t.text().encode("utf-16-le")),
    Damage("Latin-1", lambda t: with_column(t, "remark", "café, naïve").encode("latin-1")),
    Damage("line ends of Windows", lambda t: utf8(t.text(end="\r\n"))),
    Damage("no line end at the end", lambda t: utf8(t.text().rstrip("\n"))),
    Damage("tabs between cells", lambda t: utf8(t.text(delimiter="\t"))),
    Damage("semicolons between cells", lambda t: utf8(t.text(delimiter=";"))),
    Damage("bars between cells", lambda t: utf8(t.text(delimiter="|"))),
    Damage("a zip", partial(zipped, files=lambda t: {"folder/data.csv": t.text()})),
    Damage("a zip with a read-me", partial(zipped, files=lambda t: {"readme.txt": "Hello.\n", "data.csv": t.text()})),
    Damage("a gz", lambda t: gzip.compress(plain(t))),
    Damage("a workbook", workbook),
    Damage("a workbook with a sheet of notes", partial(workbook, sheets=2)),
    Damage("a workbook in a zip", partial(zipped, files=lambda t: {"data.xlsx": workbook(t)})),
    Damage("Parquet", parquet),
    Damage("Parquet with numbers as floats", partial(parquet, cast=floats)),
    Damage("Parquet of lists", partial(parquet, cast=pl.Series.implode), lost=None),
    Damage("Parquet of yes and no", partial(parquet, cast=lambda column: column.str.len_bytes() > 3), lost=None),
    Damage("a JSON list", partial(json_of, shape=lambda rows: rows)),
    Damage("a JSON object around a list", partial(json_of, shape=lambda rows: {"count": len(rows), "data": rows})),
    Damage("one JSON object a line", lambda t: utf8("\n".join(json.dumps(row) for row in named(t)))),
    Damage("the header in capitals", lambda t: utf8(t.text(names=[name.upper() for name in t.names]))),
    Damage("spaces round the header", lambda t: utf8(t.text(names=[f" {name} " for name in t.names]))),
    Damage("the columns in another order", reordered),
    Damage("a column nobody knows", lambda t: utf8(with_column(t, "invented_column", "x"))),
    Damage("a column twice", lambda t: utf8(with_column(t, t.names[0], "x"))),
    Damage("blank lines between rows", lambda t: plain(t).replace(b"\n", b"\n\n"), lost=None),
    Damage("blank lines at the end", lambda t: plain(t) + b"\n\n\n"),
    Damage("title lines above the header", lambda t: utf8("An invented table\n\n" + t.text(shown=True))),
    Damage("spaces round every cell of a row", partial(changed, change=lambda cell: f"  {cell} " if cell else cell)),
    # one bad row
    Damage("words in every cell of a row", partial(changed, change=lambda _: "rubbish"), lost=1, flagged=True),
    Damage("an empty row of delimiters", partial(changed, change=lambda _: ""), lost=1, flagged=True),
    Damage("figures below zero", partial(changed, change=numbers(lambda c: f"-{c.lstrip('-')}9")), lost=1),
    Damage("decimal commas", partial(changed, change=numbers(lambda c: c.split(".")[0] + ",5")), lost=1, flagged=True),
    Damage("figures too large", partial(changed, change=numbers(lambda _: "9" * 40)), lost=1, flagged=True),
    Damage("figures that are not numbers", partial(changed, change=numbers(lambda _: "nan")), lost=1, flagged=True),
    Damage("figures in Arabic digits", partial(changed, change=numbers(lambda _: "١٢٣")), lost=1, flagged=True),
    Damage("NA in a row", partial(changed, change=numbers(lambda _: "NA")), lost=1),
    Damage("formulas in a row", partial(changed, change=numbers(lambda c: f"={c}+1")), lost=1, flagged=True),
    Damage("signs that cannot be seen", partial(changed, change=lambda c: f"\u200e{c}\u200b" if c else c), lost=1),
    Damage("a row of NUL bytes", lambda t: lines_changed(t, lambda line: "\0" * 40 + "\n"), lost=1),
    Damage("a cell of a million letters", partial(changed, change=lambda _: "x" * 100_000), lost=1, flagged=True),
    Damage("the row twice", lambda t: utf8(t.text(rows=[*t.rows, t.rows[HIT]])), lost=1),
    Damage("a row with too few cells", partial(lines_changed, change=lambda x: third(x) + "\n"), lost=1, flagged=True),
    Damage("a row with too many cells", partial(lines_changed, change=overfull), lost=1, flagged=True),
    Damage("a quote that never closes", partial(lines_changed, change=lambda line: '"' + line), lost=1, flagged=True),
    Damage("a stray quote", partial(lines_changed, change=lambda x: x[: len(x) // 2] + '"' + x[len(x) // 2 :]), lost=2),
    Damage("a second header in the middle", lambda t: utf8(t.text() + t.text()), lost=None),
    Damage("cut off in a row", lambda t: utf8(t.text(t.rows[:-1]) + third(t.text([t.rows[-1]], shown=False))), lost=1),
    # nothing that can be read
    Damage("0 bytes", lambda _: b"", refused=True),
    Damage("blank lines only", lambda _: b"\n \r\n\t\n", refused=True),
    Damage("an error page", lambda _: HTML, refused=True),
    Damage("an XML answer", lambda _: b'<?xml version="1.0"?><error>no</error>', refused=True),
    Damage("a JSON answer that is no table", lambda _: b'{"error": "no token", "code": 401}', refused=True),
    Damage("JSON cut off", lambda t: cut(json_of(t, lambda rows: rows), 0.6), refused=True),
    Damage("JSON nested beyond reason", lambda _: b"[" * 100_000, refused=True),
    Damage("a required column gone", partial(without_column, place=0), lost=None),
    Damage("a zip cut off", lambda t: cut(zipped(t, lambda t: {"a.csv": t.text()}), 0.6), refused=True),
    Damage("a gz cut off", lambda t: cut(gzip.compress(plain(t)), 0.6), refused=True),
    Damage("a zip in a zip", partial(zipped, files=lambda t: {"a.zip": zipped(t, one_file)}), refused=True),
    Damage("an empty zip", partial(zipped, files=lambda _: {}), refused=True),
    Damage("a workbook cut off", lambda t: cut(workbook(t), 0.7), refused=True),
    Damage("a workbook with a password", lambda _: OLE, refused=True),
    Damage("Parquet cut off", lambda t: cut(parquet(t), 0.7), refused=True),
    Damage("a picture", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, refused=True),
    Damage("noise", lambda _: bytes((n * 7919 + n // 3) % 256 for n in range(5000)), refused=True),
]  # fmt: skip
