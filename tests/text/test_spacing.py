import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.text.spacing import NO_BREAK, no_break_spaces

CASES = [
    (
        "fr",
        "Pourquoi ? « Oui » : 12 000 € et M. Dupont, n° 5 ; fin !",
        "Pourquoi~? «~Oui~»~: 12~000~€ et M.~Dupont, n°~5~; fin~!",
    ),
    ("fr-CA", "art. 5 et Mme Öz", "art.~5 et Mme~Öz"),
    ("fr", "voir « ", "voir «~"),
    ("de", "z. B. am 5. Juni 2025, § 5 Abs. 2, Dr. Weiß", "z.~B. am 5.~Juni 2025, §~5 Abs.~2, Dr.~Weiß"),
    ("es", "El Sr. López dio 5 % en el n.º 4 de 12 000", "El Sr.~López dio 5~% en el n.º~4 de 12~000"),
    (
        "en",
        "It gave 5 % and 30 km of it: yes ? See § 4, 5 terms",
        "It gave 5~% and 30~km of it: yes ? See §~4, 5 terms",
    ),
    ("fr", "“déjà”: 12h30, a:b", "“déjà”: 12h30, a:b"),
]


@pytest.mark.parametrize(("language", "typed", "wanted"), CASES)
def test_a_language_keeps_its_own_spaces_unbroken(language: str, typed: str, wanted: str) -> None:
    assert no_break_spaces(typed, language) == wanted.replace("~", NO_BREAK)


@given(
    st.text(alphabet=st.sampled_from(" «»?!:;%§°.5aM€n,“”\u00a0\n"), max_size=60),
    st.sampled_from(["fr", "de", "es", "en", "ar"]),
)
def test_nothing_but_spaces_changes(text: str, language: str) -> None:
    spaced = no_break_spaces(text, language)
    assert spaced.replace(NO_BREAK, " ") == text.replace(NO_BREAK, " ")
    assert no_break_spaces(spaced, language) == spaced
