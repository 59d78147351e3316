"""What the columns of a form's export hold, told by their headings in six languages; a person confirms it."""

import re
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from correspondence.errors import CorrespondenceError
from correspondence.text.likeness import core


class Column(StrEnum):
    """What a column can hold."""

    NAME = "name"
    ORGANIZATION = "organization"
    REPRESENTATIVE = "representative"
    ROLE = "role"
    EMAIL = "email"
    COUNTRY = "country"
    CONSENT = "consent"
    CONSENT_2 = "consent-2"
    """What else people are asked to agree to: that their name is published, that they may sign for others."""
    CONSENT_3 = "consent-3"
    CONSENT_4 = "consent-4"
    SIGN_AS = "sign-as"
    LANGUAGE = "language"
    COMMENTS = "comments"
    TIMESTAMP = "timestamp"
    ANSWER = "answer"
    """The number of an answer that is mended: a column of our own."""


CONSENTS = (Column.CONSENT, Column.CONSENT_2, Column.CONSENT_3, Column.CONSENT_4)
"""All that people are asked to agree to, whether they sign first: a row counts when each is a yes."""

# Headings as people write them, without case and accents; a heading that holds one of them among other words is meant
# too, the longest first.
_HEADINGS: Mapping[Column, str] = {
    Column.NAME: "name; full name; your name; first and last name; nombre; nombre completo; nombre y apellidos; nom;"
    " nom complet; nom et prenom; prenom et nom; name vorname; vor und nachname; ihr name; vollstandiger name; الاسم;"
    " الاسم الكامل; nome; nome completo; signatory; firmante; signataire; unterzeichner",
    Column.ORGANIZATION: "organization; organisation; organization name; name of organization;"
    " name of your organization; name of the organization; name of organisation; name of your organisation;"
    " organizacion; nombre de la organizacion;"
    " entidad; nom de l organisation; association; institution; verein; einrichtung; name der organisation;"
    " organisationsname; المنظمة; اسم المنظمة; الجهة; المؤسسة; organizacao; nome da organizacao; entidade",
    Column.REPRESENTATIVE: "representative; name of representative; contact person; signed by; contact name;"
    " name of contact; representante; persona de contacto; nombre del representante; representant;"
    " personne de contact; nom du representant; ansprechpartner; ansprechperson; vertreter; kontaktperson;"
    " vertreten durch; الممثل; اسم الممثل; الشخص المسؤول; nome do representante; pessoa de contato; pessoa de contacto",
    Column.ROLE: "role; title; position; job title; your role; function; cargo; puesto; funcion; fonction;"
    " poste; titre;"
    " funktion; amt; rolle; المنصب; الصفة; الوظيفة; funcao; posicao",
    Column.EMAIL: "email; e mail; mail; email address; e mail address; correo; correo electronico;"
    " direccion de correo electronico; courriel; adresse e mail; adresse email; adresse courriel; e mail adresse;"
    " البريد الالكتروني; البريد الإلكتروني; بريد الكتروني; endereco de email; endereco de e mail; correio eletronico",
    Column.COUNTRY: "country; country of registration; pais; pays; land; البلد; الدولة; بلد",
    Column.CONSENT: "consent; i agree; agree; we agree; we agree to sign; do you agree to sign; consentimiento;"
    " acepto; acepta firmar; acepta usted firmar; aceptan firmar; firma la carta; esta de acuerdo; esta de acuerdo en"
    " firmar; consentement; j accepte; accord; acceptez vous de signer; acceptez vous; etes vous d accord;"
    " signez vous; zustimmung; stimmen sie zu; unterzeichnen sie; mochten sie unterzeichnen; aceita assinar;"
    " concorda em assinar; voce concorda; هل توافق; هل توافقون على التوقيع;"
    " einwilligung; ich stimme zu; einverstanden; الموافقة; أوافق; موافقة; consentimento; concordo; aceito;"
    " do you sign; will you sign; signs the letter; firma usted; firman la carta; firmas la carta; signe la lettre;"
    " unterzeichnet den brief; assina a carta; هل توقع; هل توقعون;"
    " publication; publish your name; publish our name; publish my name; publish the name; may we publish;"
    " name may be published; publicacion; publicar su nombre; publicar el nombre; publicar nuestro nombre;"
    " publication du nom; publier votre nom; publier le nom; publier notre nom; veroffentlichung;"
    " namen veroffentlichen; name veroffentlicht werden; publicacao; publicar o nome; publicar o seu nome;"
    " نشر الاسم; نشر اسمكم; نشر اسم; بنشر;"
    " do you authorize; do you authorise; i authorize; i authorise; we authorize; we authorise; authorized to sign;"
    " authorised to sign; am authorized; am authorised; are authorized; are authorised; are you authorized;"
    " are you authorised; authorization to sign; authorisation to sign;"
    " authorized to sign on behalf of; authorised to sign on behalf of; autoriza; autorizo; autorizamos; autorizan;"
    " autorizado a firmar; autorizada a firmar; autorizacion para firmar; facultado para firmar; autorisez vous;"
    " j autorise; nous autorisons; autorise a signer; autorisee a signer; habilite a signer; habilitee a signer;"
    " befugt; berechtigt zu unterzeichnen; bevollmachtigt; zur unterzeichnung berechtigt; autorizado a assinar;"
    " مخول بالتوقيع; مخولون بالتوقيع; مفوض بالتوقيع",
    Column.SIGN_AS: "signing as; i sign as; on behalf of; type of signatory; firmo como; firma como;"
    " en calidad de; je signe en tant que; en qualite de; ich unterzeichne als; unterzeichnung als; أوقع بصفتي;"
    " assino como; na qualidade de",
    Column.LANGUAGE: "preferred language; language of correspondence; correspondence language; idioma preferido;"
    " idioma de correspondencia; lengua preferida; langue preferee; langue de correspondance; bevorzugte sprache;"
    " korrespondenzsprache; لغة المراسلة; اللغة المفضلة; idioma de preferencia",
    Column.COMMENTS: "comments; comment; remarks; message; notes; comentarios; observaciones; mensaje; commentaires;"
    " commentaire; remarques; kommentar; kommentare; anmerkungen; bemerkungen; nachricht; ملاحظات; تعليقات; تعليق;"
    " observacoes; mensagem",
    Column.TIMESTAMP: "timestamp; date; submitted; submitted at; submission date; submission time; date submitted;"
    " completion time; marca temporal; fecha; fecha de envio; horodateur; date d envoi; zeitstempel; datum;"
    " gesendet am;"
    " طابع زمني; التاريخ; تاريخ; carimbo de data hora; data; data de envio",
    Column.ANSWER: "answer number",
}  # fmt: skip
# Headings that mean this alone, and among other words do not.
_ALONE: Mapping[Column, str] = {
    Column.SIGN_AS: "sign as; kind",
    Column.REPRESENTATIVE: "contact; contacto; kontakt; جهة الاتصال; contato",
    Column.LANGUAGE: "language; idioma; lengua; langue; sprache; اللغة; لغة; lingua",
}
_CALLED = {"contact": Column.REPRESENTATIVE, "kind": Column.SIGN_AS}
"""Other names for what a column holds, as a person may say it."""
# What is asked besides whether they sign.
_BESIDES = re.compile(r"publi|veroffent|autori|authori|habilit|facultad|befugt|berechtigt|bevollmacht|نشر|مخول|مفوض")
_NO_WORD = re.compile(r"[^\w]+")
_WORDS = {
    column: sorted({core(words.strip()) for words in text.split(";")} - {""}, key=len, reverse=True)
    for column, text in _HEADINGS.items()
}


class UnclearColumnsError(CorrespondenceError):
    """It cannot be told what the columns hold; the line says what to pass."""


def recognise(headings: Sequence[str]) -> dict[Column, int]:
    """Which column holds what, by position from 0.

    Raises:
        UnclearColumnsError: nobody can tell where the names are, or two columns may hold the same.
    """
    exact: dict[Column, list[int]] = {}
    loose: dict[Column, list[int]] = {}
    for n, heading in enumerate(headings):
        words = core(_NO_WORD.sub(" ", heading))
        if not words:
            continue
        same = [column for column in Column if words in _known(column)]
        if same:
            exact.setdefault(same[0], []).append(n)
            continue
        held = [(len(k), column) for column, known in _WORDS.items() for k in known if f" {k} " in f" {words} "]
        if held:
            loose.setdefault(_meant(words, held), []).append(n)
    found: dict[Column, int] = {}
    for column in Column:
        places = exact.get(column) or loose.get(column) or []
        if column is Column.CONSENT:
            asked = [*exact.get(column, ()), *loose.get(column, ())]
            # Not one of them is left out: whoever says no to one has not agreed.
            asked.sort(key=lambda n: (asks_besides(headings[n]), n))
            found |= dict(zip(CONSENTS, asked, strict=False))
            places = asked[len(CONSENTS) :] and asked
        if len(places) > 1:
            named = " and ".join(f"{n + 1} ({headings[n]!r})" for n in places)
            raise UnclearColumnsError(f"columns {named} may both be the {column}: say which: {_example(found)}")
        if places:
            found[column] = places[0]
    if Column.NAME not in found and Column.ORGANIZATION not in found:
        listed = ", ".join(f"{n + 1} {heading!r}" for n, heading in enumerate(headings))
        raise UnclearColumnsError(
            f"no column is known to hold names: say which: {_example(found)} (there is: {listed})"
        )
    return found


def _meant(words: str, held: Sequence[tuple[int, Column]]) -> Column:
    """Of what a heading may mean the likeliest: a question for consent goes before what else is named in it."""
    start = words.split()
    first = {" ".join(start[:count]) for count in (1, 2)}
    if any(first & set(_WORDS[column]) for column in (Column.NAME, Column.REPRESENTATIVE, Column.ROLE)):
        held = [one for one in held if one[1] is not Column.CONSENT] or held
    elif asks_besides(words) and any(column is Column.CONSENT for _, column in held):
        return Column.CONSENT
    return max(held)[1]


def asks_besides(heading: str) -> bool:
    """Whether consent is asked to something besides signing: to publish the name, to sign for others."""
    return _BESIDES.search(core(heading)) is not None


def guessed(headings: Sequence[str], found: Mapping[Column, int]) -> list[Column]:
    """Of the columns that were found those whose heading is not known to the letter: a person should look at them."""
    return [column for column, n in found.items() if core(_NO_WORD.sub(" ", headings[n])) not in _known(column)]


def _known(column: Column) -> Sequence[str]:
    column = Column.CONSENT if column in CONSENTS else column
    return [*_WORDS[column], *(core(words.strip()) for words in _ALONE.get(column, "").split(";"))]


def chosen(text: str, headings: Sequence[str], found: Mapping[Column, int]) -> dict[Column, int]:
    """The columns as a person says, over what was recognised: `name=2,email=4`, counted from 1, or by heading.

    Raises:
        CorrespondenceError: it names no such column.
    """
    result = dict(found)
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, equals, place = (piece.strip() for piece in part.partition("="))
        try:
            column = _CALLED.get(name) or Column(name)
        except ValueError:
            known = ", ".join((*Column, *_CALLED))
            raise CorrespondenceError(f"--columns: {name!r} is none of {known}") from None
        named = [n for n, heading in enumerate(headings) if heading.strip() == place]
        if not equals or not (named or place.isdecimal()):
            raise CorrespondenceError(f"--columns: {part!r} is no column such as name=2 (there are {len(headings)})")
        at = named[0] if named else int(place) - 1
        if place == "0":
            result.pop(column, None)
            continue
        if not 0 <= at < len(headings):
            raise CorrespondenceError(f"--columns: there is no column {place}: the file has {len(headings)}")
        result = {kept: n for kept, n in result.items() if n != at} | {column: at}
    return result


def told(headings: Sequence[str], columns: Mapping[Column, int], used: Collection[Column]) -> list[str]:
    """A line for each column: what it holds, or that it is not used."""
    held = {place: column for column, place in columns.items() if column in used}
    return [
        f"column {place + 1} {heading!r}: {held.get(place, 'not used')}"
        for place, heading in enumerate(headings)
        if heading.strip() or place in held
    ]


def _example(found: Mapping[Column, int]) -> str:
    known = ",".join(f"{column}={n + 1}" for column, n in found.items())
    return f"--columns {known or 'name=2,email=4'}"
