"""Entries of the directory as people write them in a line: what is written is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.errors import CorrespondenceError
from correspondence.signons.written import contact, contact_line, named

_WORDS = st.text("abcÄéش .-", min_size=1).map(str.strip).filter(bool)


@given(
    st.fixed_dictionaries({}, optional={"name": _WORDS, "role": _WORDS, "language": st.sampled_from(["en", "pt-BR"])})
)
def test_a_contact_with_an_address_is_read_back(given_: dict[str, str]) -> None:
    whole = given_ | {"email": "ana@example.org"}
    assert contact(contact_line(whole)) == whole


@given(_WORDS, st.one_of(st.none(), _WORDS))
def test_a_contact_without_an_address_is_read_back(name: str, role: str | None) -> None:
    whole = {"name": name} | ({"role": role} if role else {})
    assert contact(contact_line(whole), bare=True) == whole


@pytest.mark.parametrize("text", ["someone", "X <", "<>", "a b@c"])
def test_what_is_no_contact_says_how_to_write_one(text: str) -> None:
    with pytest.raises(CorrespondenceError, match="write 'Name <address>; role; language'"):
        contact(text)


def test_a_name_in_a_language() -> None:
    assert named("es = Observatorio = Red") == ("es", "Observatorio = Red")
    for text in ("es", "es=", "=x"):
        with pytest.raises(CorrespondenceError, match="write LANGUAGE=NAME"):
            named(text)
