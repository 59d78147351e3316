import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyuca.collator import Collator_10_0_0

from correspondence.text.collation import SortKey, sort_key
from correspondence.text.order import given_or_sorted

COLLATOR = Collator_10_0_0()
ASCII = "".join(map(chr, range(0x20, 0x7F)))
LATIN = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćčďēęěğģīıłńňőřśşšťůűźżžßæœøđþ–—‘’“”·«»€™"
OTHERS = "абвÄΩאبحクラ中국ไท"
names = st.text(alphabet=ASCII + LATIN + OTHERS, max_size=12)


def reference(name: str) -> tuple[int, ...]:
    """The first three levels by the library alone, of what is left without leading punctuation."""
    letters = name
    while letters and not letters[0].isalnum():
        letters = letters[1:]
    key: tuple[int, ...] = COLLATOR.sort_key(unicodedata.normalize("NFC", letters or name))
    return key


def levels(key: tuple[int, ...]) -> tuple[int, ...]:
    """The key without its fourth level, and without the separator before it."""
    separators = [n for n, weight in enumerate(key) if weight == 0]
    return key[: separators[2]]


def flat(key: SortKey) -> tuple[int, ...]:
    return (*key[0], 0, *key[1], 0, *key[2])


@given(names)
def test_a_key_holds_the_weights_of_the_default_table(name: str) -> None:
    assert flat(sort_key(name, "en")) == levels(reference(name))


@pytest.mark.parametrize("character", sorted({*ASCII, *LATIN}))
def test_weights_kept_here_are_those_of_the_table(character: str) -> None:
    # Behind a letter, so that nothing counts as leading punctuation; beside a letter of another script, so that the
    # table itself is asked once.
    fast, slow = sort_key(f"a{character}", "en"), sort_key(f"a{character}Ж", "en")
    assert flat(fast) == levels(reference(f"a{character}"))
    assert flat(slow) == levels(reference(f"a{character}Ж"))


shuffled = st.lists(names).flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(texts)))


@given(shuffled, st.sampled_from(["en", "de", "sv", "da", "es", "cs", "pl", "tr", "xx", ""]))
def test_the_order_is_the_same_from_any_start(twice: tuple[list[str], list[str]], language: str) -> None:
    one, other = (sorted(texts, key=lambda text: sort_key(text, language)) for texts in twice)
    assert one == other


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", ["7amleh", "access now", "Access Now", "ACCESS NOW", "#hashtag", "R3D", "Red en", "“Right to Know”"]),
        ("en", ["Red A", "Red B", "Reda", "Rédb", "Redc"]),
        ("en", ["Fundacion", "Fundación", "Fundacions", "Електро", "مركز", "中国"]),
        ("es", ["Nube", "Nzz", "Ñandú", "Ñu", "Oso"]),
        ("fr", ["cote", "coté", "côte", "côté", "Étoile", "Faim"]),
        ("de", ["Ärzte ohne Grenzen", "Arzu", "Ökumene", "Ost", "Straße", "Strassen"]),
        ("sv", ["Abba", "Orm", "Zorn", "Zzz", "Åland", "Ärlig", "öst", "Öst"]),
        ("fi", ["Vapa", "Zeta", "Åbo", "Äiti", "Öljy"]),
        ("da", ["Abba", "Zorn", "Ærø", "Øst", "Åbo", "Aarhus"]),
        ("nb-NO", ["Zorn", "Ære", "Øst", "Åpen"]),
        ("cs", ["Cizí", "Cz", "Černý", "Dům", "Hrad", "chata", "Chléb", "Ivan", "Řím"]),
        ("pl", ["Lz", "Łódź", "Mama", "Zz", "Źle", "Żaba"]),
        ("tr", ["Cz", "Çam", "Ğ", "Hz", "Irak", "ışık", "İstanbul", "izmir", "Jale", "Öz", "Şam"]),
    ],
)
def test_names_stand_where_their_readers_look(language: str, order: list[str]) -> None:
    for before, after in pairwise(order):
        assert sort_key(before, language) < sort_key(after, language)


@given(names, st.sampled_from(["en", "sv", "tr"]))
def test_composed_and_decomposed_names_differ_only_last(name: str, language: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)
    assert sort_key(composed, language)[:3] == sort_key(decomposed, language)[:3]


def test_names_given_in_an_order_keep_it_and_latecomers_follow() -> None:
    def printed(*entries: tuple[str, int | None]) -> list[str]:
        ordered = given_or_sorted(entries, language="es", position=lambda e: e[1], name=lambda e: e[0])
        return [name for name, _ in ordered]

    assert printed(("Oso", 0), ("Ñu", 1), ("Zorro", None), ("Árbol", None)) == ["Oso", "Ñu", "Árbol", "Zorro"]
    assert printed(("Árbol", 0), ("Oso", 1), ("Ñu", None)) == ["Árbol", "Ñu", "Oso"]
    assert printed(("Oso", None), ("Ñu", None)) == ["Ñu", "Oso"]
    assert printed() == []
