"""Tables of text: their cells, whatever separates and quotes them."""

import pytest

from correspondence.readers import kinds
from correspondence.readers.extract import Extract


def _read(text: str, name: str = "a.csv") -> Extract:
    (extract,) = kinds.read(text.encode(), name)
    return extract


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("who,what\nAcme,vets\n", (("who", "what"), ("Acme", "vets"))),
        ("who;what;when\nAcme;vets, and logs;1,5\n", (("who", "what", "when"), ("Acme", "vets, and logs", "1,5"))),
        ("who|what\n1|vets\n2|logs\n", (("who", "what"), ("1", "vets"), ("2", "logs"))),
        ("who\twhat\nAcme, Ltd\tvets\n", (("who", "what"), ("Acme, Ltd", "vets"))),
        ('"a","b"\n"The ""board"", all","x"\n', (("a", "b"), ('The "board", all', "x"))),
        ('a,b\n"one\n, two",x\n', (("a", "b"), ("one\n, two", "x"))),
        ("a,b\n'one',it's\n", (("a", "b"), ("'one'", "it's"))),
        ('"Acme", 2, "vets, logs"\n"Other", 3, "no"\n', (("Acme", "2", "vets, logs"), ("Other", "3", "no"))),
        ("only one\ncolumn\n", (("only one",), ("column",))),
        (
            "# made by hand\nid;who\n1;Acme\n2;Other\n",
            (("# made by hand",), ("id", "who"), ("1", "Acme"), ("2", "Other")),
        ),
    ],
)
def test_cells_are_told_apart(text: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert _read(text).rows == rows


def test_what_separates_is_found_in_a_long_quoted_table() -> None:
    cell = '"The ""board"", as of ' + "May; June; July, " * 40 + '"'
    extract = _read("a,b,c\n" + f"1,{cell},3\n" * 60)
    assert {len(row) for row in extract.rows} == {3}


def test_a_table_named_tsv_of_one_column_stays_one() -> None:
    assert _read("one, two\nthree\n", "a.tsv").rows == (("one, two",), ("three",))
