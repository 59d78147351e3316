"""Earlier mail and signatures in a mail's text: marked, never taken away.

Earlier mail gets `> ` before each of its lines, and a signature a line `-- ` before it (RFC 3676, section 4.3). What
was forwarded stays as it is: it is often the very reply.
"""

import re

_WROTE = (
    r"wrote|writes|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napsala?(?:\(a\))?|napisała?(?:\(a\))?"
    r"|pisze|έγραψε|kirjoitti|írta|yazdı|scrie|a scris|пишет|написала?|пише|написав|كتب"
)
_ATTRIBUTION = re.compile(
    r"^\s*(?:>\s*)*(?:"
    r"(?:On|At|Le|El|Am|Il|Em|Op|Den|Dne|Dnia|W dniu|In data|På|Στις|Vào)\b.{0,300}?"
    rf"(?:{_WROTE}).{{0,80}}[:：]"
    r"|.{0,200}(?:schrieb|het volgende geschreven|пишет|написал(?:а)?|كتب|写道|のメール)\s*[:：]"
    r"|[^<>@]{0,100}<[^<>@\s]{1,100}@[^<>@\s]{1,100}>\s(?:schrieb am|wrote on|a écrit le)\b.{0,80}[:：]"
    r")\s*$"
)
# In any language: when, and then by whom with an address.
_BY_ADDRESS = re.compile(
    r"^\s*\S.{0,60}?(?:\d{1,2}[:.]\d\d|(?:19|20)\d\d)\b.{0,250}?[<(\[]\s?[^\s<>@()]{1,100}@[^\s<>@()]{1,100}\s?[>)\]]\s?"
    rf"(?:,?\s?(?:{_WROTE})\s?[:：]?|[:：])\s*$"
)
_DATED = re.compile(r"\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b|\d{1,2}[./]\d{1,2}[./]\d\d")
_ORIGINAL = re.compile(
    r"^\s*[-_]{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|originalnachricht"
    r"|message d'origine|message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht"
    r"|oprindelig (?:besked|meddelelse)|opprinnelig melding|ursprungligt meddelande|alkuperäinen viesti|původní zpráva"
    r"|wiadomość oryginalna|oryginalna wiadomość|eredeti üzenet|orijinal (?:ileti|mesaj)|mesaj original"
    r"|исходное сообщение|reply message|الرسالة الأصلية)\s*[-_]{0,}\s*$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"forwarded message|begin forwarded|weitergeleitete nachricht|message transféré|mensaje reenviado|inoltrato",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"^\s*\*?(?:From|Von|De|Da|Van|От|من|Från|Fra|Od|Feladó|Kimden|Lähettäjä|差出人|发件人|寄件者|보낸 사람"
    r"|מאת)\*?\s*[:：]\*?\s*\S",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^\s*\*?(?:Sent|Date|To|Subject|Cc|Gesendet|Datum|An|Betreff|Envoyé|Date|À|Copie à|Objet|Sujet|Enviado(?: el)?"
    r"|Enviada em|Fecha|Para|Asunto|Assunto|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp|Отправлено|Кому|Тема|تاريخ|إلى"
    r"|الموضوع|Sendt|Dato|Til|Emne|Skickat|Till|Ämne|Lähetetty|Vastaanottaja|Aihe|Wysłano|Do|Temat|Odesláno|Komu"
    r"|Předmět|Elküldve|Címzett|Tárgy|Gönderildi|Tarih|Kime|Konu|送信日時|宛先|件名|发送时间|日期|收件人|主题"
    r"|主旨|보낸 날짜|받는 사람|제목|נשלח|אל|נושא)\*?\s*[:：]",
    re.IGNORECASE,
)
_BEGINNING = re.compile(r"\s*(?:[-_]|(?:On|Le|El|Am|Il|Em|Op|Dnia)\b)")
_RULE = re.compile(r"^\s*_{20,}\s*$")
_SIGNATURE = re.compile(r"^--\s?$")
_LOOK_AHEAD = 4
_MOST_WRAPPED = 3
_SHORT = 120  # a line that says so, not a sentence about it
_LONGEST_ATTRIBUTION = 400
_ENOUGH_FIELDS = 2  # a From beside two more fields is a header, not a list


def mark(text: str, *, pasted: bool = False) -> str:
    """The text with earlier mail and signatures marked; it changes no word, and nothing that is marked already.

    Args:
        text: a mail's text, with line feeds.
        pasted: whether the text may be a whole mail, pasted with its header: that is no earlier one.
    """
    lines = text.split("\n")
    start = _earlier_mail(lines, after=_own_header(lines) if pasted else 0, forwards=_FORWARD.search(text) is not None)
    if start is None:
        return text
    marked = [line if line.startswith(">") or not line.strip() else f"> {line}" for line in lines[start:]]
    return "\n".join(lines[:start] + marked)


def _own_header(lines: list[str]) -> int:
    """The line after the fields with which a text begins; 0 when it begins with none."""
    number = 0
    while number < len(lines) and (
        not lines[number].strip()
        or _FROM.match(lines[number])
        or _FIELD.match(lines[number])
        or lines[number][0].isspace()
    ):
        number += 1
    return number


def _earlier_mail(lines: list[str], *, after: int, forwards: bool) -> int | None:
    """The line with which the mail that is answered begins, when it goes on to the end unmarked."""
    # The first of two lines that say who wrote what follows may have no colon: the second has one, and an address.
    wrapped = {n for n, line in enumerate(lines) if line.endswith((":", "：", ": ", ":\xa0")) and "@" in line}
    for number, line in enumerate(lines[after:], start=after):
        if forwards and len(line) < _SHORT and _FORWARD.search(line):
            return None
        if ":" not in line and "：" not in line and number + 1 not in wrapped and _BEGINNING.match(line) is None:
            continue  # it is none of those that are looked for
        following = [one for one in lines[number + 1 : number + 1 + 2 * _LOOK_AHEAD] if one.strip()][:_LOOK_AHEAD]
        if _ORIGINAL.match(line):
            return number
        begins = _FROM.match(line) or _RULE.match(line) or (_FIELD.match(line) and any(map(_FROM.match, following)))
        if begins and sum(bool(_FIELD.match(one)) for one in following) >= _ENOUGH_FIELDS:
            return number
        if len(line) < _LONGEST_ATTRIBUTION and (says := _attribution(line, following)):
            quoted = [one for one in lines[number + 1 :] if one.strip()][says - 1 :]
            own = any(one.strip() for one in lines[:number])  # where nothing stands above, the reply stands below
            return number if own and not (quoted and quoted[0].lstrip().startswith(">")) else None
    return None


def _attribution(line: str, following: list[str]) -> int:
    """How many lines, from this one on, say who wrote what comes after: one, or two or three when wrapped; else 0."""
    if _says_who_wrote(line):
        return 1
    if _DATED.search(line) is None or line.lstrip().startswith(">"):
        return 0
    wrapped = line.rstrip()
    for more, one in enumerate(following[: _MOST_WRAPPED - 1], start=2):
        wrapped = f"{wrapped} {one.strip()}"
        if len(one) > _SHORT or one.lstrip().startswith(">"):
            return 0
        if _says_who_wrote(wrapped):
            return more
    return 0


def _says_who_wrote(line: str) -> bool:
    if not line.rstrip().endswith((":", "：", "wrote")):
        return False
    return _ATTRIBUTION.match(line) is not None or ("@" in line and _BY_ADDRESS.match(line) is not None)
