"""Earlier mail in a mail's text: marked in whatever language it is announced, and never the reply with it."""

import pytest

from correspondence.readers.plain import read
from correspondence.readers.quoted import mark

REPLY = "We vet every customer.\n\n"
EARLIER = "Do you vet?"


@pytest.mark.parametrize(
    "announced",
    [
        "On Mon, 4 Jul 2022 at 10:00, Eva Lund <eva@acme.example> wrote:",
        "On Wed, 14 Nov 2018 08:14:43 -0200 Eva Lund <eva@acme.example> wrote",
        '30.09.2017, 18:30, "Eva - Acme" <eva@acme.example>:',
        "2017-11-24 16:32 GMT+01:00 Eva - Acme <eva@acme.example>:",
        "ср, 30 апр. 2025 г. в 15:19, Eva <eva@acme.example>:",
        "Dnia 27 grudnia 2016 12:08 Eva <eva@acme.example> napisał(a):",
        "W dniu 2017-01-09 11:59:39 użytkownik Eva <eva@acme.example> napisał:",
        'In data 11 ottobre 2017 21:11:31 "Eva" <eva@acme.example> ha scritto:',
        "pe 20. lokakuuta 2017 klo 17.50 Eva Lund\n<eva@acme.example> kirjoitti:",
        "Op 12 december 2016 19:05 schreef Eva <\neva@acme.example>:",
        "Em 10 de julho de 2017 às 16:32:35, Eva Lund (\neva@acme.example) escreveu:",
        "Eva Lund <eva@acme.example> schrieb am Fr., 28. Apr. 2017 um 11:53 Uhr:",
        "At 6/16/2016 08:32 PM, you wrote:",
        "-------- Oprindelig besked --------",
        "De : Eva <eva@acme.example>\nA : coalition@example.org\nCopie à : \nSujet : votre lettre",
        "Date: Thu, 26 Jun 2014 13:53:45 +0400\nSubject: Vetting\nFrom: eva@acme.example\nTo: all@example.org",
        "差出人: 山田\n送信日時: 2022年7月4日\n宛先: 連合\n件名: 質問",
    ],
)  # fmt: skip
def test_what_follows_who_wrote_it_is_marked(announced: str) -> None:
    marked = "\n".join(f"> {line}" for line in announced.split("\n"))
    assert mark(f"{REPLY}{announced}\n\n{EARLIER}") == f"{REPLY}{marked}\n\n> {EARLIER}"


@pytest.mark.parametrize(
    "text",
    [
        "On Thu, 26 Sep 1996 18:30:27 -0700\nEva Lund <eva@acme.example> wrote:\n\n> Do you?\n\nWe vet everybody.\n",
        "On Mon, 4 Jul 2022 at 10:00, Eva Lund <\neva@acme.example> wrote:\n> Do you vet?\n\nWe do.\n",
        "On 15 May 2017 19:32, Eva Lund <eva@acme.example> wrote:\n\nDo you vet?\n\nWe do.\n",
        "On Thursday:\n\nwe vet every customer.\n",
        "One outstanding question of 4 May 2021:\n\nwho vets?\n",
        "Write by 12:30 to Eva Lund <eva@acme.example> or to the board: both answer.\n\nEva\n",
        "Services that expire in 2018:\n--------------\nRegistration Jun 27, 2018 acme.example\n",
    ],
)  # fmt: skip
def test_a_reply_between_or_below_is_not_marked(text: str) -> None:
    assert mark(text) == text


def test_the_header_of_a_mail_that_was_pasted_is_no_earlier_mail() -> None:
    own = "From: Eva\nSent: Monday\nTo: the coalition\nSubject: Your letter\n\nWe vet every customer.\n\n"
    earlier = "From: the coalition\nSent: Sunday\nTo: Eva\n\nDo you vet?\n"
    text = read((own + earlier).encode()).text
    assert text.startswith(own)
    assert text.endswith("> From: the coalition\n> Sent: Sunday\n> To: Eva\n\n> Do you vet?\n")
