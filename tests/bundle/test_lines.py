"""Where in a file a key stands: found in any TOML, written by this program or by hand."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.bundle import toml
from tests.factories.bundles import bundles
from tests.factories.strategies import texts

Path = tuple[str | int, ...]

keys = st.one_of(
    st.sampled_from(["a", "id", "a.b", "a=b", "[c]", '"', "'", "#", "=", "\\", "é", "", " ", "1", "a b"]), texts
)
values = st.recursive(
    st.one_of(texts, st.integers(), st.booleans(), st.lists(texts, max_size=3)),
    lambda inner: st.one_of(
        st.dictionaries(keys, inner, min_size=1, max_size=3),
        st.lists(st.dictionaries(keys, inner, min_size=1, max_size=2), min_size=1, max_size=3),
    ),
    max_leaves=12,
)
documents = st.dictionaries(keys, values, max_size=4)


def _leaves(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every key whose value is no table and holds none, with the value."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, key))
        elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            for n, entry in enumerate(value):
                yield from _leaves(entry, (*path, key, n))
        else:
            yield (*path, key), value


def _stands_at(line: str, key: str) -> bool:
    """Whether a line of this program's TOML gives a value to that key and no other."""
    written = toml.dumps({key: 1}).removesuffix("= 1\n")
    return line.startswith(written + "= ")


@given(data=documents)
def test_canonical_toml_reads_back(data: dict[str, Any]) -> None:
    written = toml.dumps(data)
    assert tomllib.loads(written) == data
    assert toml.dumps(tomllib.loads(written)) == written


@given(data=documents)
def test_every_key_of_a_written_file_is_found_on_its_line(data: dict[str, Any]) -> None:
    source = toml.dumps(data)
    lines = source.split("\n")
    for path, value in _leaves(data):
        number = toml.line_of(source, path)
        assert number is not None
        assert _stands_at(lines[number - 1], str(path[-1]))
        # The same key may stand in several tables: this line has this value.
        assert tomllib.loads(lines[number - 1]) == {path[-1]: value}


@given(bundle=bundles())
def test_every_entry_of_a_bundle_is_found_by_its_identifier(bundle: Any) -> None:
    from correspondence.bundle.folder import files_of

    source = files_of(bundle).get("questions.toml", b"").decode()
    for n, question in enumerate(bundle.questions):
        number = toml.line_of(source, ("question", n, "id"))
        assert number is not None
        assert source.split("\n")[number - 1] == f'id = "{question.id}"'
        header = toml.line_of(source, ("question", n))
        assert header == number - 1
        for m, verdict in enumerate(question.assessment):
            number = toml.line_of(source, ("question", n, "assessment", m, "message"))
            assert number is not None
            assert source.split("\n")[number - 1] == f'message = "{verdict.message}"'


BY_HAND = '''# a comment with = and [[question]]
title = """
[[question]]
id = 1
"""
 indented.dotted . "quoted.key" = 1

[[question]] # a comment ]]
id = "a"  # "
asked_in = [
  "x", # ]
  { id = "y", wording = "[[question]]" },
]

[[question.assessment]]
verdict = "z"
'quoted = literal' = """ one
line = 2
""" # done

[[question]]
"quoted = key" = [ "[", "]" ]
"es\\u00e9\\"" = 1

  [[ question . assessment ]]
[[question.assessment]]
note = 'a # b'

[ "a.b" . 'c]' ]
x = """a "" b"""
y = "\\""
z = """"quoted" """
last = """
"""
end = {a = 1, b = [2, "}"]}
after = 1
ends = """quoted \\""" and
"so" """""
literal = ["""'""", '\'''"""\''']
very-last = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("indented", "dotted", "quoted.key"), 6),
        (("question", 0), 8),
        (("question", 0, "id"), 9),
        (("question", 0, "asked_in", 1, "id"), 10),
        (("question", 0, "assessment", 0, "verdict"), 16),
        (("question", 0, "assessment", 0, "quoted = literal"), 17),
        (("question", 1), 21),
        (("question", 1, "quoted = key"), 22),
        (("question", 1, 'esé"'), 23),
        (("question", 1, "assessment", 0), 25),
        (("question", 1, "assessment", 1, "note"), 27),
        (("question", 1, "assessment", 1, "missing"), 26),
        (("a.b", "c]", "x"), 30),
        (("a.b", "c]", "y"), 31),
        (("a.b", "c]", "z"), 32),
        (("a.b", "c]", "last"), 33),
        (("a.b", "c]", "end", "b"), 35),
        (("a.b", "c]", "after"), 36),
        (("a.b", "c]", "literal"), 39),
        (("a.b", "c]", "very-last"), 40),
        (("nothing",), None),
        ((), None),
    ],
)
def test_the_line_of_a_key_by_hand(path: Path, line: int | None) -> None:
    data: Any = tomllib.loads(BY_HAND)
    if path and path[-1] not in {"missing", "nothing"}:
        for part in path:
            data = data[part]
    assert toml.line_of(BY_HAND, path) == line
    assert toml.line_of(BY_HAND.replace("\n", "\r\n"), path) == line
