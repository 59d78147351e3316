"""The likeliest questions: by words, by what stands beside a passage, by what the whole reply speaks of."""

from hypothesis import given
from hypothesis import strategies as st

from correspondence.matching.rank import Asked, suggest

AUDITS = Asked("audits", ("Will the results of all audits be published, and when?",), groups=("letter-1",))
BOARD = Asked("board", ("Who are the members of the advisory board?",), groups=("letter-1",))
COTTON = Asked("cotton", ("Where does the cotton in your clothing come from?",), groups=("letter-2",))
WAGES = Asked("wages", ("Do all suppliers pay a living wage?",), groups=("letter-2",))
POOL = (AUDITS, BOARD, COTTON, WAGES)


def _first(passages: list[str], questions: tuple[Asked, ...] = POOL) -> list[str]:
    return [row[0].id for row in suggest(passages, questions)]


def test_shared_words_tell_the_question() -> None:
    assert _first(["The auditors publish their findings yearly.", "The board has five members."]) == ["audits", "board"]


def test_an_inflected_word_is_the_same_word() -> None:
    french = Asked("publier", ("Publierez-vous les résultats des audits ?",))
    other = Asked("membres", ("Qui sont les membres du comité ?",))
    assert _first(["Nous publions chaque année les résultats de l’audit."], (other, french)) == ["publier"]


def test_what_stands_beside_a_passage_speaks_for_it() -> None:
    vague = "This is a matter that we take seriously, as everybody here knows."
    reply = ["Our suppliers pay a wage above the minimum.", vague, "Living wages are checked with all suppliers."]
    alone = {ranked.id: ranked.score for ranked in suggest([vague], POOL)[0]}
    amid = {ranked.id: ranked.score for ranked in suggest(reply, POOL)[1]}
    assert amid["wages"] / sum(amid.values()) > alone["wages"] / sum(alone.values())
    assert _first(reply)[1] == "wages"


def test_a_question_that_is_repeated_is_meant() -> None:
    repeated = "Where does the cotton in your clothing come from? We prefer to speak of audits, members and the board."
    assert _first([repeated]) == ["cotton"]


_words = st.text(st.characters(codec="utf-8"), max_size=80)


@given(st.lists(_words, max_size=6), st.lists(_words, max_size=6))
def test_every_question_has_a_place_and_the_same_each_time(passages: list[str], texts: list[str]) -> None:
    questions = [Asked(str(n), (text,)) for n, text in enumerate(texts)]
    ranked = suggest(passages, questions)
    assert ranked == suggest(passages, questions)
    assert len(ranked) == len(passages)
    for row in ranked:
        assert sorted(one.id for one in row) == sorted(question.id for question in questions)
        assert all(0 <= one.score <= 1 for one in row)
        assert [one.score for one in row] == sorted((one.score for one in row), reverse=True)
