"""Earlier mail and signatures in a mail's text: marked, never taken away.

Earlier mail gets `> ` before each of its lines, and a signature a line `-- ` before it (RFC 3676, section 4.3). What
was forwarded stays as it is: it is often the very reply.
"""

import re

_ATTRIBUTION = re.compile(
    r"^\s*(?:>\s*)*(?:"
    r"(?:On|Le|El|Am|Il|Em|Op|Den|Dne|W dniu|Den|På|Στις|Le|Vào)\b.{0,300}?"
    r"(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napsal\(a\)|napisał\(a\)|pisze|έγραψε)"
    r".{0,80}[:：]"
    r"|.{0,200}(?:schrieb|пишет|написал(?:а)?|كتب|写道|のメール)\s*[:：]"
    r")\s*$"
)
_ORIGINAL = re.compile(
    r"^\s*[-_]{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|originalnachricht"
    r"|message d'origine|message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht"
    r"|исходное сообщение|reply message|الرسالة الأصلية)\s*[-_]{0,}\s*$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"forwarded message|begin forwarded|weitergeleitete nachricht|message transféré|mensaje reenviado|inoltrato",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*\*?(?:From|Von|De|Da|Van|От|من|Från|Fra)\*?\s*:\*?\s*\S", re.IGNORECASE)
_FIELD = re.compile(
    r"^\s*\*?(?:Sent|Date|To|Subject|Cc|Gesendet|Datum|An|Betreff|Envoyé|Date|À|Objet|Enviado(?: el)?|Fecha|Para|Asunto"
    r"|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp|Отправлено|Кому|Тема|تاريخ|إلى|الموضوع)\*?\s*:",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"^\s*(?:On|Le|El|Am|Il)\b")
_BEGINNING = re.compile(r"\s*(?:[-_]|(?:On|Le|El|Am|Il)\b)")
_RULE = re.compile(r"^\s*_{20,}\s*$")
_SIGNATURE = re.compile(r"^--\s?$")
_LOOK_AHEAD = 4
_SHORT = 120  # a line that says so, not a sentence about it
_LONGEST_ATTRIBUTION = 400
_ENOUGH_FIELDS = 2  # a From beside two more fields is a header, not a list


def mark(text: str) -> str:
    """The text with earlier mail and signatures marked; it changes no word, and nothing that is marked already.

    Args:
        text: a mail's text, with line feeds.
    """
    lines = text.split("\n")
    start = _earlier_mail(lines, forwards=_FORWARD.search(text) is not None)
    if start is None:
        return text
    marked = [line if line.startswith(">") or not line.strip() else f"> {line}" for line in lines[start:]]
    return "\n".join(lines[:start] + marked)


def _earlier_mail(lines: list[str], *, forwards: bool) -> int | None:
    """The line with which the mail that is answered begins, when it goes on to the end unmarked."""
    for number, line in enumerate(lines):
        if forwards and len(line) < _SHORT and _FORWARD.search(line):
            return None
        if ":" not in line and "：" not in line and _BEGINNING.match(line) is None:
            continue  # it is none of those that are looked for
        following = [one for one in lines[number + 1 : number + 1 + 2 * _LOOK_AHEAD] if one.strip()][:_LOOK_AHEAD]
        if _ORIGINAL.match(line):
            return number
        if (_FROM.match(line) or _RULE.match(line)) and sum(
            bool(_FIELD.match(one)) for one in following
        ) >= _ENOUGH_FIELDS:
            return number
        if len(line) < _LONGEST_ATTRIBUTION and _attributes(line, following):
            quoted = [one for one in lines[number + 1 :] if one.strip()]
            return None if quoted and quoted[0].lstrip().startswith(">") else number
    return None


def _attributes(line: str, following: list[str]) -> bool:
    """Whether the line, or it and the next one, says who wrote what comes after."""
    if _ATTRIBUTION.match(line):
        return True
    wrapped = f"{line.rstrip()} {following[0].strip()}" if following else line
    return _WRAPPED.match(line) is not None and bool(_ATTRIBUTION.match(wrapped))
