"""Whether what a letter quotes was said, word for word, where it says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from correspondence.errors import Finding
from correspondence.letters.checks.source import Citation, Quote, Source, blocks, citations, is_quotation, plain, quotes
from correspondence.letters.checks.subject import Subject
from correspondence.letters.opening import inert
from correspondence.overview.timeline import MessageText
from correspondence.passages.anchor import find_quote
from correspondence.passages.folding import fold, fold_with_places
from correspondence.text.escape import for_markdown
from correspondence.vocabulary import Direction

# Fewer words than these between quotation marks may be a term or a title, and nobody's statement.
_STATEMENT = 4
# How alike words must be (0 to 100) to be told as what was meant, and to be put in their place by a program.
_ALIKE = 72
_SURE = 88
_LONGEST_SEARCHED = 400_000
# No letter quotes more than this; what a text made to keep us busy holds beyond is not looked at, or not for its like.
_MOST_CLAIMS = 2_000
_MOST_SEARCHES = 60
_LONGEST_QUOTE = 3_000
_SHOWN = 160
_MOST_NAMED = 5
DIFFERS, NOT_FOUND, ELSEWHERE = "quotation-differs", "quotation-not-found", "quotation-elsewhere"
PRIVATE_CITED, PRIVATE_QUOTED = "private-cited", "private-quoted"
_FOR_EVERYBODY = "is marked private, and this letter is for everybody"
_LEAVE_OUT = "leave it out, or mark the message public"
_WORD = re.compile(r"\S+")
_MARKS = " '.,;:!?()-"
_LEFT_OUT = re.compile(r"\[|…|\.\.\.|\. \. \.")
_INNER_MARKS = str.maketrans({"“": "‘", "”": "’", "„": "‚", "«": "‹", "»": "›", '"': "'"})


@dataclass(frozen=True, slots=True)
class _Claim:
    """That words were said: where they stand, and in which messages they should be."""

    source: Source
    quote: Quote
    words: str
    cited: tuple[str, ...]

    @property
    def is_statement(self) -> bool:
        return len(self.words.split()) >= _STATEMENT


def unfound(subject: Subject) -> list[Finding]:
    """Quotations that are not in the message cited beside them, nor in another of the thread."""
    messages = subject.messages()
    claims = islice((claim for source in subject.texts() for claim in _claims(source)), _MOST_CLAIMS)
    lost = [claim for claim in claims if not _said(claim, messages)]
    found: list[Finding] = []
    elsewhere = _said_elsewhere(lost, messages.values())
    for claim in lost:
        message = elsewhere.get(claim)
        if message is not None:
            found += _misplaced(claim, message)
        elif not _is_title(claim, messages.values()):
            found += _not_said(claim, messages, searched=len(found) < _MOST_SEARCHES)
    return found


def unclosed(subject: Subject) -> list[Finding]:
    """Quotation marks that open, and nothing closes them before the next one opens or the paragraph ends."""
    found = []
    for source in subject.sources:
        spans = list(blocks(source))
        for n, block in enumerate(spans):
            for at in quotes(source, block)[1]:
                follows = source.text[spans[n + 1][0]] if n + 1 < len(spans) else ""
                if at == block[0] and follows == source.text[at]:
                    continue  # a quotation of several paragraphs opens each of them
                found.append(
                    source.finding("quotation-unclosed", at, "a quotation opens here and is not closed", "close it")
                )
    return found


def private(subject: Subject) -> list[Finding]:
    """Citations and words of what is marked private, in a letter that everybody will read."""
    if not subject.template.public:
        return []
    messages = subject.messages()
    hidden = {name: message for name, message in messages.items() if message.private}
    found = [
        source.finding(PRIVATE_CITED, citation.start, f"{citation.message} {_FOR_EVERYBODY}", _LEAVE_OUT)
        for source in subject.texts()
        for citation in citations(source)
        if citation.message in hidden
    ]
    claims = islice((claim for source in subject.texts() for claim in _claims(source)), _MOST_CLAIMS if hidden else 0)
    quoted = [claim for claim in claims if claim.is_statement and not hidden.keys() & {*claim.cited}]
    shown = _said_elsewhere(quoted, [message for message in messages.values() if not message.private])
    for claim, message in _said_elsewhere([one for one in quoted if one not in shown], hidden.values()).items():
        reason = f"{_shown(claim.words)} stands in {message.id}, which {_FOR_EVERYBODY}"
        found.append(claim.source.finding(PRIVATE_QUOTED, claim.quote.start, reason, _LEAVE_OUT))
    return found


def unmarked(subject: Subject) -> list[Finding]:
    """That a letter which everybody will read cites correspondence of which nobody said whether it is public."""
    if not subject.template.public:
        return []
    messages = subject.messages()
    cited = dict.fromkeys(citation.message for source in subject.texts() for citation in citations(source))
    names = [name for name in cited if name in messages and _is_unsaid(messages[name])]
    if not names:
        return []
    listed = ", ".join(names[:_MOST_NAMED]) + (f" and {len(names) - _MOST_NAMED} more" if names[_MOST_NAMED:] else "")
    reason = f"is for everybody, and nobody said whether what it cites is public: {listed}"
    fix = "`message correct ID --visibility public`, or private"
    return [Finding("unmarked-cited", f"letter {subject.letter.id}", reason, fix)]


def _is_unsaid(message: MessageText) -> bool:
    """A source is public, and so is what stands at an address."""
    return message.unmarked and not message.address and message.direction != Direction.REFERENCE


def _claims(source: Source) -> Iterator[_Claim]:
    links = [citation for citation in citations(source) if citation.message]
    for block in blocks(source):
        beside = [link for link in links if block[0] <= link.start < block[1]]
        found = quotes(source, block)[0]
        if is_quotation(source, block) and not found:
            found = [_set_apart(source, block)]
            beside = beside or _before(links, block[0])
        for quote in found:
            raw = source.text[quote.start : quote.end]
            words = plain(raw)
            if "{{" in raw or "{%" in raw or not any(character.isalnum() for character in words):
                continue
            near = sorted(beside, key=lambda link: max(link.start - quote.end, quote.start - link.end, 0))
            yield _Claim(source, quote, words, tuple(dict.fromkeys(link.message for link in near)))


def _before(links: list[Citation], at: int) -> list[Citation]:
    """The nearest citation before a place, as a list of one or none."""
    return [link for link in links if link.end <= at][-1:]


def _set_apart(source: Source, block: tuple[int, int]) -> Quote:
    """The words of a quotation set apart, without the line that says where it is from."""
    start = block[0] + len(source.text[block[0] :]) - len(source.text[block[0] :].lstrip(" \t>"))
    said = re.search(r"\n[ \t]*>[ \t]*(?:[—–]|--|\[)", source.text[start : block[1]])
    end = start + said.start() if said else block[1]
    return Quote(start, start + len(source.text[start:end].rstrip()))


def _said(claim: _Claim, messages: dict[str, MessageText]) -> bool:
    return any(find_quote(messages[name].body, claim.words) for name in claim.cited if name in messages)


def _said_elsewhere(claims: Iterable[_Claim], messages: Iterable[MessageText]) -> dict[_Claim, MessageText]:
    """The first message that says it, for each claim that some message bears out."""
    waiting = set(claims)
    found: dict[_Claim, MessageText] = {}
    for message in messages if waiting else ():
        here = {claim for claim in waiting if find_quote(message.body, claim.words)}
        found |= dict.fromkeys(here, message)
        waiting -= here
    return found


def _misplaced(claim: _Claim, message: MessageText) -> list[Finding]:
    if not claim.cited or not claim.is_statement:
        return []
    reason = f"{_shown(claim.words)} stands in {message.id}, and not in what is cited beside it ({claim.cited[0]})"
    return [claim.source.finding(ELSEWHERE, claim.quote.start, reason, f"cite message:{message.id}")]


def _is_title(claim: _Claim, messages: Iterable[MessageText]) -> bool:
    words = fold(claim.words).casefold().strip(" .,")
    return any(words in fold(message.title).casefold() for message in messages)


def _not_said(claim: _Claim, messages: dict[str, MessageText], *, searched: bool) -> list[Finding]:
    cited = [messages[name] for name in claim.cited if name in messages]
    if not claim.is_statement and not cited:
        return []
    near = (cited or list(messages.values())) if searched and len(claim.words) <= _LONGEST_QUOTE else []
    score, message, start, end = _closest(claim.words, near)
    where = f"what {cited[0].id} says" if len(cited) == 1 else "what any message cited here says" if cited else ""
    if message is None or score < (_ALIKE if cited else _SURE):
        reason = (
            f"{_shown(claim.words)} is not {where}" if where else f"{_shown(claim.words)} stands in no message here"
        )
        fix = "quote what it says, or cite where it stands" if where else "cite where it stands, or do not quote"
        code = NOT_FOUND if where and claim.is_statement else "quotation-unsure" if where else "quotation-uncited"
        return [claim.source.finding(code, claim.quote.start, reason, fix)]
    true = " ".join(message.body[start:end].split())
    reason = f"{_shown(claim.words)} is not {where or f'what {message.id} says'} word for word"
    return [
        claim.source.finding(
            DIFFERS,
            claim.quote.start,
            reason,
            f"it says {_shown(true)}",
            remedy=_remedy(claim, true) if score >= _SURE else None,
        )
    ]


def _remedy(claim: _Claim, true: str) -> tuple[int, int, str] | None:
    """The true words in the place of the others, when nothing else stands among them."""
    raw = claim.source.text[claim.quote.start : claim.quote.end]
    if _LEFT_OUT.search(raw) or " ".join(raw.split()) != for_markdown(plain(raw)):
        return None
    if true[:1].isupper() and raw[:1].islower() and true[:1].lower() == raw[:1]:
        true = true[:1].lower() + true[1:]
    ending = raw[-1] if raw[-1] in ".,;" and true[-1:].isalnum() else ""
    words = for_markdown(true.translate(_INNER_MARKS)) + ending
    return claim.quote.start, claim.quote.end, inert(words) if claim.source.live else words


def _closest(words: str, messages: Iterable[MessageText]) -> tuple[float, MessageText | None, int, int]:
    """The words most like these in any of the messages: how alike, where, from and to."""
    best: tuple[float, MessageText | None, int, int] = (0.0, None, 0, 0)
    wanted = fold(words)
    for message in messages:
        body = message.body[:_LONGEST_SEARCHED]
        folded = fold_with_places(body)
        found = fuzz.partial_ratio_alignment(wanted, folded.text, score_cutoff=max(best[0], _ALIKE - 10))
        if found is None or not folded.text:
            continue
        start, end = _whole(wanted, folded.text, found.dest_start, found.dest_end)
        score = fuzz.ratio(wanted, folded.text[start:end])
        original = folded.original(start, end)
        if score > best[0] and original is not None:
            best = (score, message, *original)
    return best


def _whole(wanted: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The words of the text that answer to the wanted ones, around a place that is about right."""
    reach = len(wanted) // 3 + 20
    low, high = max(0, start - reach), min(len(text), end + reach)
    there = [match for match in _WORD.finditer(text, low, high) if match.start() > low or low == 0]
    ours = [_bare(word) for word in wanted.split()]
    steps = [step for step in Indel.opcodes(ours, [_bare(match[0]) for match in there]) if step.tag == "equal"]
    if not steps:
        return start, end
    first = max(0, steps[0].dest_start - steps[0].src_start)
    last = min(len(there), steps[-1].dest_end + len(ours) - steps[-1].src_end) - 1
    found_end = there[last].end()
    while wanted[-1:].isalnum() and found_end > there[last].start() + 1 and text[found_end - 1] in _MARKS:
        found_end -= 1
    found_start = there[first].start()
    while wanted[:1].isalnum() and found_start < found_end - 1 and text[found_start] in _MARKS:
        found_start += 1
    return found_start, found_end


def _bare(word: str) -> str:
    return word.strip(".,;:!?'\"()[]").casefold()


def _shown(words: str) -> str:
    return f"“{words if len(words) <= _SHOWN else words[:_SHOWN] + '…'}”"
