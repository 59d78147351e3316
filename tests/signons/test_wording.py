"""What an answer seems to say, in five languages: confirming a changed text, and signing with a wish."""

import pytest

from correspondence.signons.wording import propose
from correspondence.vocabulary import Says


@pytest.mark.parametrize(
    "text",
    [
        "We confirm.",
        "Yes, we confirm our signature under the new text.",
        "I confirm.",
        "Confirmed.",
        "Sí, confirmamos.",
        "Confirmado.",
        "Oui, nous confirmons.",
        "Je confirme notre signature.",
        "Ja, wir bestätigen.",
        "Das bestätigen wir gern.",
        "نعم، نؤكد.",
        "نؤكد توقيعنا على النص الجديد.",
    ],
)
def test_whoever_confirms_the_changed_text_signs_it(text: str) -> None:
    assert propose(text).says is Says.SIGNS


@pytest.mark.parametrize(
    "text",
    [
        "We sign, but we would like to change 'stop' to 'suspend'.",
        "We confirm if you drop the last paragraph.",
        "Firmamos, pero quisiéramos cambiar «detener» por «suspender».",
        "Nous signons, mais nous aimerions remplacer « arrêter » par « suspendre ».",
        "Wir unterzeichnen, möchten aber „einstellen“ durch „aussetzen“ ersetzen.",
        "نوقع، لكن نود تغيير «وقف» إلى «تعليق».",
        "Yes, we sign. We would like to see one change: 'suspend' for 'stop'.",
        "Sí, firmamos. Nos gustaría modificar el título.",
        "Confirmamos si quitan el último párrafo.",
        "Nous confirmons si le titre est modifié.",
        "Wir bestätigen, wenn der letzte Absatz wegfällt.",
        "نؤكد إذا حذفتم الفقرة الأخيرة.",
        "We suggest small changes.",
    ],
)
def test_whoever_signs_and_would_change_it_has_a_wish(text: str) -> None:
    assert propose(text).says is Says.WANTS_CHANGE


@pytest.mark.parametrize(
    "text",
    [
        "We cannot confirm.",
        "No confirmamos.",
        "Nous ne confirmons pas.",
        "Wir können das nicht bestätigen.",
        "Wir bestätigen das nicht.",
        "لا نؤكد.",
        "Wir bestätigen, dass wir nicht unterzeichnen.",
    ],
)
def test_whoever_does_not_confirm_declines(text: str) -> None:
    assert propose(text).says is Says.DECLINES


@pytest.mark.parametrize(
    "text",
    [
        "We confirm receipt of your letter.",
        "Confirmamos la recepción de su carta.",
        "Nous confirmons la bonne réception de votre lettre.",
        "Wir bestätigen den Eingang Ihres Schreibens.",
        "نؤكد استلام رسالتكم.",
        "We will confirm next week.",
        "We confirm that the board meets on Monday.",
    ],
)
def test_what_is_confirmed_may_be_something_else(text: str) -> None:
    assert propose(text).says is Says.UNCLEAR
