"""What an answer seems to say, by its own words, in five languages: a proposal that a person confirms.

Sentence by sentence, and the earlier mail that it quotes left out. A condition weighs more than a refusal, a refusal
more than a consent: “we would sign if …” is no signature.
"""

import re
from dataclasses import dataclass

from correspondence.passages.segment import passages
from correspondence.text.likeness import fold
from correspondence.vocabulary import Says

_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an answer seems to say, and the words that say so; empty when nothing does."""

    says: Says
    passage: str


# Without case. English, Spanish, French, German, Arabic.
_PATTERNS: tuple[tuple[Says, str], ...] = (
    (
        Says.UNCLEAR,
        (r"out of (?:the )?office|automatic reply|auto-?reply|on leave until|fuera de la oficina|respuesta automatica"
        r"|respuesta automática|absence du bureau|réponse automatique|absent(?:e)? (?:du|jusqu)|abwesenheitsnotiz"
        r"|automatische antwort|nicht im b[üu]ro|خارج المكتب|رد تلقائي|undeliver|delivery status notification"
        r"|mail delivery (?:failed|subsystem)"),
    ),
    (
        Says.WITHDRAWS,
        (r"withdraw|take (?:our|my) name off|remove (?:our|my) (?:name|signature)"
        r"|no longer (?:wish|want|able) to (?:sign|be)"
        r"|retirar(?:nos)? (?:nuestra|la|mi) firma|retiramos|retiro (?:mi|nuestra) firma"
        r"|retirons? (?:notre|ma|sa) signature"
        r"|retirer (?:notre|ma) signature|ziehen .{0,60}(?:unterschrift|unterzeichnung).{0,40}zurück"
        r"|ziehen wir zurück"
        r"|zurückziehen|نسحب توقيعنا|سحب توقيع|نسحب"),
    ),
    (
        Says.WANTS_CHANGE,
        (r"(?:would|could|can|will|happy to|glad to|ready to|prepared to|able to)\b.{0,60}\bsign.{0,60}\b(?:if"
        r"|provided|once|as long as)\b"
        r"|\b(?:if|provided|unless)\b.{0,120}\bsign\b|sign.{0,40}\bon condition"
        r"|\b(?:we|i) (?:sign|join|endorse|confirm)\b.{0,60}\b(?:if|provided|unless|once|as long as)\b"
        r"|\b(?:firma|confirma)(?:mos|remos|r[eé])?\b.{0,60}\bsi\b(?!,)|\bsi\b(?!,).{0,120}\bfirma(?:mos|remos|r[eé])\b"
        r"|\b(?:sign|confirm)(?:ons|e|erons|erai)\b.{0,60}\bs(?:i\b|[’']ils?\b)|\bs(?:i\b(?!,)|[’']ils?\b).{0,120}\bsign(?:ons|erons)\b"
        r"|(?:unterzeichne|unterschreibe|zeichne|bestätige)n?\b.{0,60}\b(?:wenn|falls)\b"
        r"|\b(?:wenn|falls)\b.{0,120}(?:unterzeichne|unterschreibe)|(?:نوقّ?ع|ن[ؤو]كد).{0,60}(?:إذا|لو |ما لم)"
        r"|(?:could|can|would|please) (?:you )?(?:change|amend|replace|rephrase|reword|delete|remove)"
        r"|suggest(?:ed)? (?:a |the |some )?(?:change|edit|amendment)|condici[oó]n|siempre (?:que|y cuando)"
        r"|si (?:se )?(?:cambi|modific|elimin|suprim|corrig)"
        r"|podr[ií]an? (?:cambiar|modificar|eliminar)|firmar[ií]amos|à condition|sous réserve"
        r"|si (?:vous )?(?:modifi|chang|supprim|retir)"
        r"|pourriez-vous (?:modifier|changer|supprimer)|nous signerions"
        r"|wenn .{0,80}(?:geändert|gestrichen|ersetzt)|(?:würden|könnten) .{0,80}unterzeichnen.{0,40}wenn"
        r"|sofern|unter der bedingung|bitte (?:ändern|streichen|ersetzen)|بشرط|شريطة|إذا (?:تم|غيرتم|عدلتم)"
        r"|نقترح تعديل"
        # They sign, and would have it otherwise; or “but”, and then something to change.
        r"|\b(?:like|prefer|want|wish|propos(?:e|ing)|suggest|request|ask)(?:ing)? (?:(?:for|that|you|to|see|a|one|some"
        r"|the following|small|minor)\b ?){0,4}(?:change|amend|replace|rephrase|reword|delet|remov|modif|correct|edit)"
        r"|\b(?:but|however|although)\b.{0,80}\b(?:change|amend|replac|rephras|reword|delet|remov|modif|correct)"
        r"|(?:quisi[eé]ra|querr[ií]a|queremos|desea(?:mos|r[ií]a)|gustar[ií]a|propo(?:nemos|ngo)|suger?imos|pedimos"
        r"|solicitamos)\w*\b.{0,40}\b(?:cambi|modifi|elimin|suprim|corr[ei]g|sustitu|reemplaz)"
        r"|\b(?:pero|aunque|sin embargo)\b.{0,80}\b(?:cambi|modifi|elimin|suprim|corr[ei]g|sustitu|reemplaz)"
        r"|(?:aimer(?:ions|ais)|souhait(?:erions|erais|ons|e)|voudri?(?:ons|ais)|voulons|proposons|suggérons|demandons)"
        r"\b.{0,40}\b(?:modifi|change|remplac|supprim|retir|corrig|reformul)"
        r"|\b(?:mais|cependant|toutefois)\b.{0,80}\b(?:modifi|change|remplac|supprim|retir|corrig|reformul)"
        r"|(?:möchten?|würden?|wollen|bitten|schlagen|hätten)\b.{0,80}(?:änder|ersetz|streich|umformulier|korrigier)"
        r"|\b(?:aber|jedoch|allerdings)\b.{0,80}(?:änder|ersetz|streich|umformulier|korrigier)"
        r"|(?:نود|نرغب|نريد|نطلب|نرجو|نقترح).{0,40}(?:تغيير|تعديل|استبدال|حذف|تصحيح)"
        r"|لكن.{0,80}(?:تغيير|تعديل|استبدال|حذف|تصحيح)"),
    ),
    (
        Says.DECLINES,
        (r"(?:can ?not|cannot|can[’']t|won[’']t|will not|do not|don[’']t|not able to|unable to|not in a position to"
        r"|not going to|decided not to|prefer not to|rather not)\b.{0,40}\b(?:sign|join|endorse|participate|support"
        r"|confirm)"
        r"|\bdeclin|have to pass|must pass|not (?:be )?(?:sign|join|endors)ing"
        r"|(?:no|tampoco) (?:podemos|vamos a|queremos|puedo|deseamos|podremos)\b.{0,40}(?:firmar|sumar|adherir"
        r"|suscribir)"
        r"|no (?:con)?firm|declinamos|rechazamos|ne (?:pouvons|peut|souhaitons|voulons|signerons|signons"
        r"|confirm\w+|sommes)\b.{0,50}"
        r"|nous déclinons|déclinons"
        r"|(?:können|werden|möchten|wollen|kann|wird)\b.{0,80}\bnicht\b.{0,40}(?:unterzeich|unterschreib|mittrag"
        r"|anschlie(?:ß|ss)|beteilig|bestätig)"
        r"|nicht (?:mit)?unter(?:zeich|schreib)|bestätigen? .{0,30}nicht\b"
        r"|unterzeichnen .{0,30}nicht|lehnen .{0,40}ab|absage|لا (?:يمكننا|نستطيع|نود|نرغب|نوقع|ن[ؤو]كد)"
        r"|لن (?:نوقع|نتمكن|نوقّع|ن[ؤو]كد)|نعتذر عن"),
    ),
    (
        Says.SIGNS,
        (r"\b(?:we|i|they|org\w*|.{2,60}) (?:hereby |gladly |happily |also |would like to |want to |wish to |will "
        r"|can |are happy to |is happy to |are glad to |are pleased to |would be happy to |would love to "
        r"|agree to |confirm that we )?(?:sign|join|endorse)(?:s|ed)?\b(?! up)"
        r"|(?:please )?(?:add|include|count) (?:us|our name|our organi[sz]ation|me|my name)|count us in|sign us on"
        r"|signed[.!,]|happy to (?:sign|join)|we(?:’|')?re in\b|we are in\b|yes,? (?:we|please|i)\b"
        r"|\bfirmamos|\bfirmo\b|nos (?:sumamos|adherimos|unimos)|(?:queremos|deseamos|podemos|vamos a) firmar"
        r"|suscribimos|cuenten con"
        r"|nous signons|je signe"
        r"|nous (?:soutenons|co-?signons|souhaitons signer|voulons signer|sommes d[’']accord)"
        r"|ajoutez(?:-nous| notre)|comptez sur nous|signe(?:ra)? (?:la|cette|volontiers)"
        r"|(?:wir|ich) (?:unterzeichne|unterschreibe|zeichne|trage)n?|unterzeichnen (?:gerne?|wir)|sind dabei"
        r"|gerne dabei|unterzeichnet (?:den|die|das|gerne)|nehmen sie uns (?:bitte )?auf"
        r"|نوقّ?ع|نود التوقيع|نرغب في التوقيع|نوافق على التوقيع|أوقّ?ع|نؤيد|أضيفوا اسمنا|نعم"
        # The answer to the mail that asks to confirm a changed text; that a mail has come is another matter.
        r"|\b(?:we|i) (?:hereby |gladly |happily |also |again |would like to |want to |wish to |can |are happy to )?"
        r"confirm\b(?!.{0,20}\b(?:receipt|received|delivery)\b| that\b(?!.{0,60}sign))"
        r"|confirms (?:its|their|our) (?:signature|support|endorsement)"
        r"|\bconfirm(?:amos|o)\b(?!.{0,30}(?:recepci|recib)| que\b(?!.{0,60}firm))"
        r"|(?:nous confirmons|je confirme)\b(?!.{0,30}(?:réception|reçu)| qu(?:e\b|[’'])(?!.{0,60}sign))"
        r"|(?:(?:wir|ich) bestätigen?|bestätigen wir|bestätige ich)\b(?!.{0,40}(?:eingang|erhalt|empfang)"
        r"|,? dass\b(?!.{0,60}(?:unterzeich|unterschr|unterschrift)))"
        r"|[نأ][ؤو]كد(?!.{0,30}(?:استلام|تسل|وصول|تلق)| أن(?!.{0,60}(?:وق|توقيع)))"
        r"|^(?:yes|sí|si|oui|ja|نعم)?[,،]? ?(?:confirmed|confirmad[oa]s?|confirmée?s?|bestätigt"
        r"|م[ؤو]كد|تم التأكيد)[.!]?$"),
    ),
    (
        Says.ASKS,
        r"\?|؟|could you (?:tell|send|let)|por favor,? (?:env[ií]en|digan)|pourriez-vous|könnten sie",
    ),
)  # fmt: skip
_COMPILED = tuple((says, re.compile(pattern, re.IGNORECASE)) for says, pattern in _PATTERNS)
_ORDER = (Says.UNCLEAR, Says.WITHDRAWS, Says.WANTS_CHANGE, Says.DECLINES, Says.SIGNS, Says.ASKS)


def propose(text: str) -> Proposal:
    """What the text of an answer seems to say.

    Args:
        text: of the mail, with earlier mail and signatures marked as readers mark them (`> `, `-- `).
    """
    found: dict[Says, str] = {}
    own = text[:_LONGEST]
    for start, end in passages(own):
        sentence = own[start:end].strip()
        said = _says(sentence)
        if said is not None:
            found.setdefault(said, sentence)
    for says in _ORDER:
        if says in found:
            return Proposal(says, found[says])
    return Proposal(Says.UNCLEAR, "")


def _says(sentence: str) -> Says | None:
    words = " ".join(fold(sentence).split())
    says = next((says for says, pattern in _COMPILED if pattern.search(words)), None)
    # “Who else has signed?” is no signature.
    return Says.ASKS if says is Says.SIGNS and words.endswith(("?", "؟")) else says
