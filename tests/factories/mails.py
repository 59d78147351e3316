"""Mails that answer a call, as mail programs write them."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def mail(sender: str, text: str, *, subject: str = "Re: L", answers: str = "", **fields: str) -> bytes:
    """A mail.

    Args:
        sender: its `From`, as it stands.
        text: its words.
        subject: its subject.
        answers: the message identifier that it answers, without angle brackets.
        fields: more header fields, with `_` for `-`.
    """
    lines = [f"From: {sender}", f"Subject: {subject}", f"Date: {format_datetime(AT)}", "To: ana@coalition.example.org"]
    if answers:
        lines += [f"In-Reply-To: <{answers}>", f"References: <{answers}>"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    if "Message_ID" not in fields:
        lines.append(f"Message-ID: <{abs(hash((sender, text, subject)))}@example.org>")
    body = EmailMessage()
    body.set_content(text, cte="quoted-printable")
    head, _, content = body.as_bytes().partition(b"\n\n")
    return "\r\n".join(lines).encode() + b"\r\n" + (head + b"\n\n" + content).replace(b"\n", b"\r\n")
