"""`correspondence signon serve`."""

import click

from correspondence import workspace as workspaces
from correspondence.cli import output
from correspondence.cli.main import folder_argument
from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading


@click.command()
@click.argument("letter")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 for any that is free.")
@click.option("--base-url", default="", metavar="URL", help="The address by which people reach the page, if another.")
@click.option("--open/--invited-only", "is_open", default=True, show_default=True, help="Who may sign.")
@click.option("--proxy", is_flag=True, help="Requests come through a proxy of yours that sets X-Forwarded-For.")
@click.option("--smtp", is_flag=True, help="Send the mails that ask to confirm through the server of the settings.")
@click.option("--mail-dir", metavar="DIR", help="Write them as .eml files in DIR instead.")
@click.option("--from", "sender", metavar="ADDRESS", help="From whom they are: 'Name <address>'; else the settings'.")
@click.pass_obj
def serve(
    given: str | None,
    letter: str,
    host: str,
    port: int,
    base_url: str,
    is_open: bool,
    proxy: bool,
    smtp: bool,
    mail_dir: str | None,
    sender: str | None,
) -> None:
    """Show LETTER's frozen text on a web page where it can be signed.

    Whoever signs confirms by e-mail; their entry then waits among the letter's answers for your decision. Ctrl+C stops
    the page.
    """
    try:
        import starlette  # noqa: F401  # an extra
        import uvicorn  # noqa: F401  # an extra
    except ImportError:
        raise CorrespondenceError("the sign-on page needs more packages: install `correspondence[web]`") from None
    from correspondence.overview.find import letter_row
    from correspondence.web.mails import Files, Smtp, Way
    from correspondence.web.serve import serve as serve_page

    if smtp == (mail_dir is not None):
        raise CorrespondenceError("say how the mails that ask to confirm go out: either --smtp or --mail-dir DIR")
    found = workspaces.require(given)
    with reading(found) as reader:
        _, thread, identifier = letter_row(reader, letter)
    from_whom = _sender(sender)
    if mail_dir is None:
        from correspondence.mail.settings import server

        way: Way = Smtp(server("smtp"))
    else:
        folder = folder_argument(mail_dir)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorrespondenceError(f"{folder} cannot be made: {error.strerror or error}") from None
        way = Files(folder)
    serve_page(
        found,
        f"{thread}/{identifier}",
        host=host,
        port=port,
        base=base_url,
        is_open=is_open,
        proxy=proxy,
        sender=from_whom,
        way=way,
        ready=lambda address: output.note(f"The page of {thread}/{identifier} is at {address}/ – Ctrl+C stops it."),
    )


def _sender(given: str | None) -> tuple[str, str]:
    """From whom mails go out."""
    if given is None:
        from correspondence.mail.settings import sender

        return sender()
    from correspondence.text.mailboxes import one_mailbox

    mailbox = one_mailbox([given], str)
    if mailbox is None:
        raise CorrespondenceError(f"--from {given!r} is no 'Name <address>'")
    return mailbox.name, mailbox.address
