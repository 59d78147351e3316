"""Small threads by hand: one with a row in every table, and makers of parts."""

import hashlib
from collections.abc import Sequence

from correspondence.bundle import schema, transfer
from correspondence.store.change import change
from correspondence.workspace import Workspace

BLOCK = "\n\n::: signature-block\n:::\n"
EVIDENCE = b"From: ana@example.org\n\nWe sign.\n"
REPLY = "Every customer is vetted. We never comment on customers.\n"


def digest(text: str | bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def stored(store: Workspace, bundle: schema.ThreadBundle) -> Workspace:
    """The store, with the thread in it."""
    with change(store, "thread import", bundle.thread.slug) as act:
        transfer.import_thread(act.session, bundle)
    return store


def message(
    name: str, day: str | None, direction: str = "incoming", *, received: str | None = None, assessed: bool = False
) -> schema.MessageDocument:
    """A message of a few words."""
    data = schema.Message(id=name, direction=direction, date=day, received=received, assessed=assessed)
    return schema.MessageDocument(message=data, body="Words.")


def thread(slug: str = "t", **parts: object) -> schema.ThreadBundle:
    """A thread with these parts."""
    return schema.ThreadBundle(thread=schema.Thread(format=1, slug=slug, title="T", language="en"), **parts)


def revisions(kinds: Sequence[str], block: str = BLOCK) -> tuple[schema.RevisionDocument, ...]:
    """A frozen text of each kind, `# 1`, `# 2` …"""
    return tuple(
        schema.RevisionDocument(
            revision=schema.Revision(number=n, kind=kind, digest=digest(f"# {n}{block}")), body=f"# {n}{block}"
        )
        for n, kind in enumerate(kinds, start=1)
    )


def letter(
    kinds: Sequence[str] = (), *, signons: Sequence[schema.SignOn] = (), body: str = "Body.", block: str = BLOCK
) -> schema.LetterDocument:
    """The letter `l` with a revision of each kind."""
    return schema.LetterDocument(
        letter=schema.Letter(id="l", title="L", template="open-letter"),
        body=body,
        revisions=revisions(kinds, block),
        signons=tuple(signons),
    )


def full_thread() -> schema.ThreadBundle:
    """A thread with a row in every table of the store."""
    words = schema.Passage(message="reply", exact="Every customer is vetted.", start=0, end=25)
    frozen = revisions(["substantive"])
    return schema.ThreadBundle(
        thread=schema.Thread(
            format=1,
            slug="full",
            title="Full",
            language="en",
            summary="One of each.",
            reply_due_days=30,
            organization=(
                schema.Organization(name="Acme", kind="company", names={"es": "Acmé"}, country="LU"),
                schema.Organization(
                    name="Acme Labs", parent=(schema.Parent(name="Acme", since="2019", until="2021-05"),)
                ),
            ),
            contact=(schema.Contact(name="Eva Ruiz", role="Counsel", organization="Acme", email="eva@example.org"),),
        ),
        undertakings=(
            schema.Undertaking(id="u", by=("Acme",), statement="To vet.", status="outstanding", passage=(words,)),
        ),
        questions=(
            schema.Question(
                id="q",
                undertaking="u",
                text="How?",
                asked_in=(schema.Asked(id="ask"), schema.Asked(id="l", wording="How, then?")),
                tags=("vetting",),
                assessment=(schema.Assessment(message="reply", verdict="evaded", manner="general", passage=(words,)),),
            ),
            schema.Question(id="older", text="How so?", superseded_by="q"),
        ),
        messages=(
            message("ask", "2022-06-01", "outgoing"),
            schema.MessageDocument(
                message=schema.Message(
                    id="reply",
                    direction="incoming",
                    date="2022-07",
                    in_reply_to=("ask",),
                    files=(schema.File(sha256=digest(EVIDENCE), name="reply.eml"),),
                    assessed=True,
                ),
                body=REPLY,
            ),
        ),
        letters=(
            schema.LetterDocument(
                letter=schema.Letter(
                    id="l",
                    title="L",
                    date="2022-09-01",
                    in_reply_to=("reply",),
                    addressee=(schema.Addressee(contact="Eva Ruiz"),),
                    appendix=(schema.Appendix(kind="unresolved-questions", label="A", undertakings=("u",)),),
                ),
                body="Dear {{ letter.addressees[0].name }},",
                revisions=frozen,
                signons=(
                    schema.SignOn(
                        name="Öko",
                        signatory="Öko e. V.",
                        status="signed",
                        revision=frozen[0].revision.digest,
                        channel="email",
                        evidence=digest(EVIDENCE),
                        at="2022-08-30",
                    ),
                ),
            ),
        ),
        originals=(schema.Original(sha256=digest(EVIDENCE), extension="eml", content=EVIDENCE),),
    )
