"""Who wrote, without any address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.text.mailboxes import name_alone


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Grace Okafor <g.okafor@example.org>", "Grace Okafor"),
        ("Okafor, Grace <g.okafor@example.org>", "Okafor, Grace"),
        ("g.okafor@example.org", ""),
        ("g.okafor@example.org (Grace Okafor)", "(Grace Okafor)"),
        ('"Okafor" <g@example.org>, Ana <a@example.org>', "Okafor, Ana"),
        ("Grace Okafor (Example Ltd.)", "Grace Okafor (Example Ltd.)"),
        ("", ""),
    ],
)
def test_a_name_stands_without_its_address(author: str, name: str) -> None:
    assert name_alone(author) == name


@given(st.text(max_size=40), st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True))
def test_no_address_is_left(name: str, address: str) -> None:
    assert address not in name_alone(f"{name} <{address}>")
