"""Sentences that look like undertakings, and those that do not."""

import pytest

from correspondence.matching import undertakings

UNDERTAKE = {
    "en": [
        "We will publish the report by June 2022.",
        "We therefore undertake to review the contract.",
        "Nivelmark will appoint a senior officer.",
        "The Company is committed to publishing the clauses.",
        "We also intend to consult the communities.",
        "Our audit committee will examine the findings.",
        "We’ll end the contract if this is confirmed.",
        "We will no longer sell to this agency.",
    ],
    "fr": [
        "Nous publierons le rapport en juin.",
        "Nous nous engageons à revoir le contrat.",
        "La société publiera la liste de ses fournisseurs.",
        "Nous vous transmettrons les résultats.",
    ],
    "es": [
        "Publicaremos el informe en junio.",
        "Nos comprometemos a revisar el contrato.",
        "La empresa publicará la lista de sus proveedores.",
        "Tenemos previsto consultar a las comunidades.",
    ],
    "de": [
        "Wir werden den Bericht im Juni veröffentlichen.",
        "Wir verpflichten uns, den Vertrag zu überprüfen.",
        "Künftig werden wir die Liste der Lieferanten offenlegen.",
        "Das Unternehmen beabsichtigt, einen Beirat einzusetzen.",
    ],
    "ar": [
        "سوف ننشر التقرير في يونيو.",
        "نتعهد بمراجعة العقد.",
        "وسنقوم بنشر قائمة الموردين.",
        "ستنشر الشركة قائمة الموردين.",
    ],
}
UNDERTAKE_NOTHING = {
    "en": [
        "We will not publish the report.",
        "The government will decide on the licence.",
        "If they cooperate, customers will be heard.",
        "We would publish it if the law allowed it.",
        "We published the report in June.",
        "Will we publish the report?",
        "We cannot commit to a date.",
        "We will be happy to meet you.",
    ],
    "fr": ["Nous ne publierons pas le rapport.", "Le gouvernement décidera.",
           "Nous publierions le rapport si la loi le permettait."],
    "es": ["No publicaremos el informe.", "El gobierno decidirá.", "Publicaríamos el informe si la ley lo permitiera."],
    "de": ["Wir werden den Bericht nicht veröffentlichen.", "Die Regierung wird entscheiden.",
           "Wir würden ihn veröffentlichen."],
    "ar": ["لن ننشر التقرير.", "نشرنا التقرير في يونيو.", "لا نلتزم بموعد."],
}  # fmt: skip


@pytest.mark.parametrize(("language", "sentence"), [(tag, one) for tag, all_ in UNDERTAKE.items() for one in all_])
def test_what_a_party_says_it_will_do_is_found(language: str, sentence: str) -> None:
    tells = undertakings.signal(sentence, language, ("Nivelmark",))
    assert tells is not None
    assert 0 <= tells[0] < tells[1] <= len(sentence)
    assert undertakings.signal(sentence, "", ("Nivelmark",)) == tells


@pytest.mark.parametrize(
    ("language", "sentence"), [(tag, one) for tag, all_ in UNDERTAKE_NOTHING.items() for one in all_]
)
def test_what_others_do_what_is_refused_and_what_was_done_is_none(language: str, sentence: str) -> None:
    assert undertakings.signal(sentence, language, ("Nivelmark",)) is None


def test_the_words_that_tell_are_named() -> None:
    start, end = undertakings.signal("From June on, we will publish it.", "en") or (0, 0)
    assert "From June on, we will publish it."[start:end] == "we will"


def test_a_name_counts_as_it_is_and_not_as_a_pattern() -> None:
    assert undertakings.signal("A.B. will act.", "en", ("A.B.",)) is not None
    assert undertakings.signal("AxBx will act.", "en", ("A.B.",)) is None
