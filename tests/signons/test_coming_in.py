"""Answers that come in by forms and by mail, by the command line: what counts, what waits, what is mended."""

import io
from pathlib import Path

import pytest

from correspondence.signons.tables import as_csv
from correspondence.store.reading import reading
from tests.factories.commands import Typed
from tests.factories.mails import mail
from tests.factories.mailservers import DOVECOT, USER, Identity, mailbox
from tests.factories.originals import workbook
from tests.factories.threads import letter, stored, thread

HEADINGS = ("Timestamp", "Name of your organization", "Your name", "Your role", "E-mail address", "Country")


def _form(path: Path, *rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    path.write_bytes(as_csv(headings, rows))
    return path


def _row(organization: str, email: str = "", who: str = "Eva Ruiz") -> tuple[str, ...]:
    return ("2026-11-20 09:30", organization, who, "Director", email, "LU")


@pytest.fixture
def letter_l(typed: Typed) -> Typed:
    """Commands in a workspace with the letter `l`, whose text is frozen."""
    stored(typed.workspace, thread(letters=(letter(["substantive"]),)))
    return typed


def test_a_forms_rows_are_signatures_with_their_evidence(letter_l: Typed, tmp_path: Path) -> None:
    file = _form(tmp_path / "form.csv", _row("Öko-Netz e. V.", "eva@oeko.example.net"), _row("Access Group"))
    done = letter_l.json("signon", "import", "l", file)
    assert done["columns"] == {
        "timestamp": 1, "organization": 2, "name": 3, "role": 4, "email": 5, "country": 6,
    }  # fmt: skip
    assert done["signed"] == [{"row": 2, "name": "Öko-Netz e. V."}, {"row": 3, "name": "Access Group"}]
    rows = letter_l.json("signon", "list", "l")
    assert [(r["name"], r["representative"], r["role"], r["state"], r["channel"], r["at"]) for r in rows] == [
        ("Access Group", "Eva Ruiz", "Director", "confirmed", "form", "2026-11-20T09:30:00"),
        ("Öko-Netz e. V.", "Eva Ruiz", "Director", "confirmed", "form", "2026-11-20T09:30:00"),
    ]
    letter_l("signon", "show", "l", "access group", "-o", tmp_path / "evidence.csv")
    assert (tmp_path / "evidence.csv").read_bytes() == file.read_bytes()
    shown = letter_l.json("signon", "show", "l", "Access Group")
    assert shown["answers"][0]["cells"]["Name of your organization"] == "Access Group"
    assert shown["answers"][0]["place"] == 3


def test_the_same_rows_again_change_nothing_and_new_ones_are_added(letter_l: Typed, tmp_path: Path) -> None:
    file = _form(tmp_path / "form.csv", _row("Öko-Netz"), _row("Access Group"))
    letter_l("signon", "import", "l", file)
    with reading(letter_l.workspace) as reader:
        entries = reader.rows("SELECT count(*) FROM journal")
    done = letter_l.json("signon", "import", "l", file)
    assert (done["signed"], done["known"]) == ([], 2)
    with reading(letter_l.workspace) as reader:
        assert reader.rows("SELECT count(*) FROM journal") == entries
    done = letter_l.json("signon", "import", "l", _form(file, _row("Öko-Netz"), _row("Access Group"), _row("Third")))
    assert (done["signed"], done["known"]) == ([{"row": 4, "name": "Third"}], 2)


def test_names_that_differ_in_case_and_spaces_are_one_and_likely_ones_wait(letter_l: Typed, tmp_path: Path) -> None:
    file = _form(tmp_path / "f.csv", _row("Access Group"), _row("ACCESS  group"), _row("The Access Group, Inc."))
    done = letter_l.json("signon", "import", "l", file)
    assert [row["name"] for row in done["signed"]] == ["Access Group"]
    assert done["duplicates"] == [{"row": 3, "name": "Access Group"}]
    assert [(row["row"], row["answer"]) for row in done["waiting"]] == [(4, 3)]
    assert "may be Access Group" in done["waiting"][0]["why"]
    assert "waits" not in letter_l("signon", "answers", "l").err
    letter_l("signon", "reject", "l", "3")
    assert letter_l.json("signon", "answers", "l") == []
    assert [r["name"] for r in letter_l.json("signon", "list", "l")] == ["Access Group"]


def test_bad_rows_are_told_by_number_kept_and_mended(letter_l: Typed, tmp_path: Path) -> None:
    file = _form(
        tmp_path / "f.csv",
        _row("Good"), _row("Wrong Address", "not an address"), ("", "", "", "", "x@example.org", ""),
        ("", "=HYPERLINK(1)", "E", "", "", ""),
    )  # fmt: skip
    done = letter_l.json("signon", "import", "l", file, status=1)
    assert [row["row"] for row in done["faulty"]] == [3, 4, 5]
    assert "is not an e-mail address" in done["faulty"][0]["fault"]
    assert [row["fault"] for row in done["faulty"][1:]] == ["no name", "the name is a formula"]
    letter_l("signon", "bad", "l", "-o", tmp_path / "bad.csv")
    text = (tmp_path / "bad.csv").read_text("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    mended = text.replace("not an address", "eva@example.net").replace("'=HYPERLINK(1)", "Named Now")
    (tmp_path / "mended.csv").write_text(mended, "utf-8")
    done = letter_l.json("signon", "import", "l", tmp_path / "mended.csv", status=1)
    assert [row["name"] for row in done["signed"]] == ["Wrong Address", "Named Now"]
    assert [row["fault"] for row in letter_l.json("signon", "bad", "l")] == ["no name"]
    assert [r["name"] for r in letter_l.json("signon", "list", "l")] == ["Good", "Named Now", "Wrong Address"]


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (("Marca temporal", "Nombre de la organización", "Correo electrónico", "País"), "Observatorio"),
        (("Horodateur", "Nom de l’organisation", "Courriel", "Pays"), "Observatoire"),
        (("Zeitstempel", "Name der Organisation", "E-Mail-Adresse", "Land"), "Verein"),
        (("طابع زمني", "اسم المنظمة", "البريد الإلكتروني", "البلد"), "مركز الحقوق"),
        (("Carimbo de data/hora", "Nome da organização", "Endereço de e-mail", "País"), "Associação"),
    ],
)
def test_headings_are_known_in_several_languages(
    letter_l: Typed, tmp_path: Path, headings: tuple[str, ...], name: str
) -> None:
    file = _form(tmp_path / "f.csv", ("2026-11-20 09:30", name, "a@example.org", "LU"), headings=headings)
    done = letter_l.json("signon", "import", "l", file)
    assert done["columns"] == {"timestamp": 1, "organization": 2, "email": 3, "country": 4}
    assert [row["name"] for row in done["signed"]] == [name]


def test_a_workbook_is_read_too(letter_l: Typed, tmp_path: Path) -> None:
    rows = [["Organisation", "Courriel"], ["Réseau & Co", "a@example.org"]]
    (tmp_path / "f.xlsx").write_bytes(workbook(rows))
    assert letter_l.json("signon", "import", "l", tmp_path / "f.xlsx")["signed"] == [{"row": 2, "name": "Réseau & Co"}]


def test_columns_that_are_only_guessed_want_a_persons_word(letter_l: Typed, tmp_path: Path) -> None:
    headings = ("Which organization do you sign for?", "Reach us at")
    file = _form(tmp_path / "f.csv", ("Access Group", "a@example.org"), headings=headings)
    said = letter_l("signon", "import", "l", file, status=2)
    assert "organization: only guessed" in said.err
    assert "column 2 'Reach us at': only kept" in said.err
    assert letter_l.json("signon", "list", "l") == []
    assert "there is no column 9" in letter_l("signon", "import", "l", file, "--columns", "email=9", status=2).err
    letter_l("signon", "import", "l", file, "--columns", "email=2")
    with reading(letter_l.workspace) as reader:
        assert reader.rows("SELECT name, email FROM signon") == [("Access Group", "a@example.org")]


def test_a_dry_run_of_an_import_changes_nothing(letter_l: Typed, tmp_path: Path) -> None:
    file = _form(tmp_path / "f.csv", _row("Access Group"))
    assert letter_l.json("signon", "import", "l", file, "--dry-run")["signed"]
    assert letter_l.json("signon", "list", "l") == []
    assert letter_l.json("signon", "answers", "l", "--all") == []


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04broken"])
def test_what_is_no_table(letter_l: Typed, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f.xlsx").write_bytes(content)
    assert letter_l("signon", "import", "l", tmp_path / "f.xlsx", status=2).err.count("\n") == 1
    assert "cannot be read" in letter_l("signon", "import", "l", tmp_path / "none.csv", status=2).err


def _eml(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def test_a_mail_is_matched_proposed_and_counts_by_a_persons_word_only(called: Typed, tmp_path: Path) -> None:
    identifier = called.json("signon", "outbox", "l")[1]["message_id"]
    raw = mail("Joe <joe@joe.example.org>", "Hello,\n\nyes, we sign.\n\n> Do not sign.\n", answers=identifier)
    (taken,) = called.json("signon", "mail", "l", _eml(tmp_path / "a.eml", raw))
    assert (taken["name"], taken["says"]) == ("Access Group", "signs")
    assert [r["state"] for r in called.json("signon", "list", "l")] == ["invited"] * 3
    (row,) = called.json("signon", "answers", "l")
    assert (row["matched"], row["passage"], row["dkim"]) == ("it answers our mail", "yes, we sign.", "none")
    assert row["checks"] == ["the sender's domain joe.example.org is none of Access Group"]
    assert "was not confirmed" in called("signon", "confirm", "l", "1", status=1).err
    called("signon", "confirm", "l", "1", "--anyway")
    states = {r["name"]: (r["state"], r["channel"]) for r in called.json("signon", "list", "l")}
    assert states["Access Group"] == ("confirmed", "email")
    called("signon", "show", "l", "Access Group", "-o", tmp_path / "kept.eml")
    assert (tmp_path / "kept.eml").read_bytes() == raw
    assert "accepted already" in called("signon", "confirm", "l", "1", status=1).err
    assert [one["why"] for one in called.json("signon", "mail", "l", tmp_path / "a.eml")] == ["came in before"]


@pytest.mark.parametrize(
    ("sender", "text", "says", "doubt"),
    [
        ("Eva <eva@obs.example.org>", "Firmamos con gusto.", "signs", ""),
        ("Eva <eva@obs.example.org>", "Lamentablemente no podemos firmar.", "declines", ""),
        ("Eva <eva@obs.example.org>", "Sí, firmamos.", "signs", ""),
        ("Eva <eva@obs.example.org>", "Si, firmamos con gusto.", "signs", ""),
        ("Eva <eva@obs.example.org>", "Oui, nous signons.", "signs", ""),
        ("Eva <eva@obs.example.org>", "We sign if you drop the last paragraph.", "wants-change", ""),
        ("Eva <eva@obs.example.org>", "Firmamos si quitan el último párrafo.", "wants-change", ""),
        ("Eva <eva@obs.example.org>", "Nous signons si le dernier paragraphe est retiré.", "wants-change", ""),
        ("Eva <eva@obs.example.org>", "Wir unterzeichnen, wenn der letzte Absatz wegfällt.", "wants-change", ""),
        ("Eva <eva@obs.example.org>", "نوقع إذا حذفتم الفقرة الأخيرة.", "wants-change", ""),
        ("Eva <eva@obs.example.org>", "We would sign if the last paragraph were dropped.", "wants-change", ""),
        ("Eva <eva@obs.example.org>", "Could you send us the list of signatories?", "asks", ""),
        ("Eva <eva@obs.example.org>", "I am out of the office until Monday.", "unclear", ""),
        ("Eva <eva@0bs.example.org>", "Observatorio de la Red: we sign.", "signs", "looks like obs.example.org"),
        ("Eva <eva@elsewhere.example>", "Observatorio de la Red: we sign.", "signs", "is none of Observ"),
        ('"eva@obs.example.org" <e@evil.example>', "Observatorio de la Red: we sign.", "signs", "not one plain"),
    ],
)  # fmt: skip
def test_what_a_mail_says_and_what_speaks_against_believing_it(
    called: Typed, tmp_path: Path, sender: str, text: str, says: str, doubt: str
) -> None:
    (taken,) = called.json("signon", "mail", "l", _eml(tmp_path / "a.eml", mail(sender, text)))
    assert (taken["says"], taken["name"]) == (says, "Observatorio de la Red")
    assert any(doubt in check for check in taken["checks"]) if doubt else not taken["checks"]


def test_a_mailbox_of_many_and_a_file_that_is_none(called: Typed, tmp_path: Path) -> None:
    box = b"".join(
        b"From - Fri Nov 20 09:30:00 2026\n" + mail(f"X <{who}>", words).replace(b"\r\n", b"\n") + b"\n"
        for who, words in (("info@oeko.example.net", "We sign."), ("access@access.example.com", "We decline."))
    )
    (tmp_path / "all.mbox").write_bytes(box)
    taken = called.json("signon", "mail", "l", tmp_path / "all.mbox", tmp_path / "missing.eml", status=1)
    assert [(one["name"], one["says"]) for one in taken[:2]] == [("Öko-Netz", "signs"), ("Access Group", "declines")]
    assert taken[2]["failed"] is True
    called("signon", "confirm", "l", "1", "2")
    assert {r["name"]: r["state"] for r in called.json("signon", "list", "l")} == {
        "Öko-Netz": "confirmed", "Access Group": "declined", "Observatorio de la Red": "invited",
    }  # fmt: skip


def test_whom_an_answer_is_from_is_said_by_a_person(called: Typed, tmp_path: Path) -> None:
    raw = mail("Someone <someone@new.example.org>", "We sign: the New Group.")
    called("signon", "mail", "l", _eml(tmp_path / "a.eml", raw))
    assert "say so with --from NAME" in called("signon", "confirm", "l", "1", "--anyway", status=1).err
    assert (
        "--new takes them on" in called("signon", "confirm", "l", "1", "--anyway", "--from", "New Group", status=1).err
    )
    called("signon", "confirm", "l", "1", "--anyway", "--from", "New Group", "--new")
    assert "New Group" in [r["name"] for r in called.json("signon", "list", "l") if r["state"] == "confirmed"]


@pytest.mark.skipif(DOVECOT is None, reason="needs Dovecot: install dovecot-imapd")
def test_a_folder_of_the_mail_server_is_fetched_once_and_left_as_it_is(
    called: Typed, made: Identity, settings: Path
) -> None:
    sent = {row["name"]: row["message_id"] for row in called.json("signon", "outbox", "l")}
    with mailbox(made) as box:
        with settings.open("a", encoding="utf-8") as file:
            file.write(
                f'[mail.imap]\nhost = "localhost"\nport = {box.port}\nuser = "{USER}"\n'
                f'authorities = "{made.certificate}"\n'
            )
        box.deliver(mail("E <eva@obs.example.org>", "Firmamos."), "Sign-ons")
        box.deliver(mail("O <info@oeko.example.net>", "Wir unterzeichnen.", answers=sent["Öko-Netz"]), "Sign-ons")
        box.deliver(b"\x00\xff no mail at all", "Sign-ons")
        before = box.flags("Sign-ons")
        taken = called.json("signon", "fetch", "l", "--folder", "Sign-ons")
        assert [(one["name"], one["says"]) for one in taken] == [
            ("Observatorio de la Red", "signs"), ("Öko-Netz", "signs"), ("", "unclear"),
        ]  # fmt: skip
        assert box.flags("Sign-ons") == before
        assert called.json("signon", "fetch", "l", "--folder", "Sign-ons") == []
        box.deliver(mail("A <access@access.example.com>", "We sign."), "Sign-ons")
        (taken,) = called.json("signon", "fetch", "l", "--folder", "Sign-ons")
        assert taken["name"] == "Access Group"
        assert "has no folder 'None'" in called("signon", "fetch", "l", "--folder", "None", status=2).err
    assert "cannot be reached" in called("signon", "fetch", "l", status=2).err


def test_by_hand_names_are_one_however_written_and_an_older_text_asks_first(typed: Typed, tmp_path: Path) -> None:
    stored(typed.workspace, thread(letters=(letter(["substantive", "substantive"]),)))
    evidence = tmp_path / "note.txt"
    evidence.write_bytes(b"On the phone.")
    typed("signon", "add", "l", "Access Group", "--evidence", evidence, "--country", "LU")
    assert "has signed this text" in typed("signon", "add", "l", "access  GROUP", status=1).err
    assert "newer than revision 1" in typed("signon", "add", "l", "ACCESS group", "--revision", "1", status=1).err

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for answer, status, revision in (("n\n", 130, 2), ("y\n", 0, 1)):
        typed("signon", "add", "l", "ACCESS group", "--revision", "1", status=status, stdin=Terminal(answer))
        (row,) = typed.json("signon", "list", "l")
        assert (row["name"], row["revision"]) == ("Access Group", revision)
    typed("signon", "show", "l", "Access Group", "-o", tmp_path / "kept.txt")
    assert (tmp_path / "kept.txt").read_bytes() == b"On the phone."
    typed("signon", "withdraw", "l", "access group")
    assert [row["state"] for row in typed.json("signon", "list", "l")] == ["withdrawn"]


def test_newcomers_of_one_file_are_known_by_the_directorys_names_and_people_have_namesakes(
    letter_l: Typed, tmp_path: Path
) -> None:
    letter_l("signatory", "add", "Observatorio de la Red", "--alias", "Mirador")
    rows = [_row("Observatorio de la Red"), _row("MIRADOR", "eva@mirador.example")]
    rows += [("2026-11-20 09:30", "", "Ana Ruiz", role, f"{role}@example.org", "LU") for role in ("judge", "poet")]
    done = letter_l.json("signon", "import", "l", _form(tmp_path / "f.csv", *rows), "--people")
    assert done["signed"] == [{"row": 2, "name": "Observatorio de la Red"}, {"row": 4, "name": "Ana Ruiz"}]
    assert done["duplicates"] == [{"row": 3, "name": "Observatorio de la Red"}]
    assert [(one["row"], one["why"]) for one in done["waiting"]] == [
        (5, "Ana Ruiz: Ana Ruiz is on the roll with another address, judge@example.org: the same person?")
    ]
    answers = letter_l.json("signon", "answers", "l", "--all")
    assert [one["signon"] for one in answers] == ["Observatorio de la Red"] * 2 + ["Ana Ruiz"] * 2
    assert letter_l.json("signatory", "show", "mirador")["signed"] == 1


def test_a_row_without_an_organization_waits_where_the_form_asks_for_one(letter_l: Typed, tmp_path: Path) -> None:
    letter_l("signatory", "add", "Judge Known", "--kind", "person")
    letter_l("signatory", "add", "Öko-Netz", "--kind", "organization")
    rows = [
        _row("Access Group"), _row("", who="Ana Ruiz"), _row("", who="Judge Known"), _row("", who="Öko-Netz"),
        _row("", who="Joe Hill"),
    ]  # fmt: skip
    file = _form(tmp_path / "f.csv", *rows)
    done = letter_l.json("signon", "import", "l", file)
    assert [one["name"] for one in done["signed"]] == ["Access Group", "Judge Known", "Öko-Netz"]
    assert [(one["row"], one["why"]) for one in done["waiting"]] == [
        (3, "Ana Ruiz: the row names no organization: do they sign for themselves?"),
        (6, "Joe Hill: the row names no organization: do they sign for themselves?"),
    ]
    ana, joe = (str(one["answer"]) for one in done["waiting"])
    assert "--anyway" in letter_l("signon", "confirm", "l", ana, "--new", status=1).err
    letter_l("signon", "confirm", "l", ana, "--new", "--anyway")
    letter_l("signon", "confirm", "l", joe, "--from", "Hill & Co", "--kind", "organization", "--new", "--anyway")
    roll = {row["name"]: row for row in letter_l.json("signon", "list", "l")}
    assert {name: row["kind"] for name, row in roll.items()} == {
        "Access Group": "organization", "Judge Known": "person", "Öko-Netz": "organization", "Ana Ruiz": "person",
        "Hill & Co": "organization",
    }  # fmt: skip
    assert roll["Hill & Co"]["representative"] == "Joe Hill"


@pytest.mark.parametrize(
    ("headings", "row", "options", "kind", "fault"),
    [
        (("Your name", "E-mail"), ("Ana Ruiz", "a@example.org"), (), "person", ""),
        (("Organization", "E-mail"), ("Ana Ruiz", "a@example.org"), (), "organization", ""),
        (("Organization", "Your name"), ("", "Ana Ruiz"), ("--people",), "person", ""),
        (("Organization", "Your name"), ("", "Ana Ruiz"), ("--kind", "person"), "person", ""),
        (("Organization", "Your name"), ("", "Ana Ruiz"), ("--kind", "organization"), "", "and names none"),
        (("Organization", "Your name", "I sign as"), ("", "Ana Ruiz", "an individual"), (), "person", ""),
        (("Organization", "Your name", "I sign as"), ("", "Ana Ruiz", "a group"), ("--people",), "", "and names none"),
    ],
)
def test_who_signs_by_a_row(
    letter_l: Typed, tmp_path: Path, headings: tuple[str, ...], row: tuple[str, ...], options: tuple[str, ...],
    kind: str, fault: str,
) -> None:  # fmt: skip
    file = _form(tmp_path / "f.csv", row, headings=headings)
    done = letter_l.json("signon", "import", "l", file, *options, status=1 if fault else 0)
    assert [one["kind"] for one in letter_l.json("signon", "list", "l")] == ([kind] if kind else [])
    assert [fault in one["fault"] for one in done["faulty"]] == ([True] if fault else [])


def test_a_domain_that_looks_like_somebodys_is_told_even_when_nobody_is_named(called: Typed, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("Eva <info@0eko.example.net>", "Yes, we sign."))
    (one,) = called.json("signon", "mail", "l", tmp_path / "a.eml")
    assert (one["name"], one["checks"]) == (
        "",
        [
            "the sender's domain 0eko.example.net looks like oeko.example.net of Öko-Netz and is not",
            "it cannot be told whom it is from",
        ],
    )


@pytest.mark.parametrize(
    "asked",
    ["¿Acepta firmar?", "Acceptez-vous de signer ?", "Möchten Sie unterzeichnen?", "Aceita assinar?", "هل توافق؟"],
)
def test_a_no_in_any_language_is_no_signature(letter_l: Typed, tmp_path: Path, asked: str) -> None:
    file = tmp_path / "f.csv"
    file.write_text(f"Organization,{asked}\nNova,No\n", encoding="utf-8")
    done = letter_l.json("signon", "import", "l", file)
    assert (done["signed"], done["faulty"]) == ([], [])
    assert done["waiting"] == [{"row": 2, "answer": 1, "why": f"Nova: is no yes: {asked} 'No'"}]
    (row,) = letter_l.json("signon", "answers", "l")
    assert (row["name"], row["says"]) == ("Nova", "declines")


@pytest.mark.parametrize(
    ("consent", "signs"),
    [
        ("Ja", True),
        ("Jamais", False),
        ("Sí, aceptamos", True),
        ("Si", True),
        ("Si nos dejan cambiar el texto", False),
        ("J’accepte que notre nom figure sous la lettre", True),
        ("Nous acceptons", True),
        ("Wir stimmen zu", True),
        ("Wir stimmen dem nicht zu", False),
        ("Ich bin einverstanden", True),
        ("Simplemente no", False),
        ("نعم، أوافق", True),
        ("I agree that my e-mail address is not published", True),
        ("Yesterday we said no", False),
    ],
)
def test_a_consent_counts_when_it_is_one(letter_l: Typed, tmp_path: Path, consent: str, signs: bool) -> None:
    file = tmp_path / "f.csv"
    file.write_text(f'Organization,Consent\nNova,"{consent}"\n', encoding="utf-8")
    done = letter_l.json("signon", "import", "l", file)
    assert (len(done["signed"]), len(done["waiting"])) == ((1, 0) if signs else (0, 1))
    assert signs or letter_l.json("signon", "answers", "l")[0]["says"] != "signs"
