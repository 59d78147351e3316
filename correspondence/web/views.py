"""The pages themselves: HTML from `pages/`, everything from outside escaped, one style that the policy knows."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from correspondence.overview.page import EntryRow
from correspondence.signons.page import KEPT
from correspondence.signons.page_form import FIELDS, LONGEST, Fault
from correspondence.text.escape import for_print
from correspondence.text.locale import format_moment, language_name
from correspondence.web.site import Shown
from correspondence.web.words import Words
from correspondence.writers.html import STYLE

_PAGES = Path(__file__).parent / "pages"
_HOURS = int(KEPT.total_seconds()) // 3600
_COLUMN = re.compile(r'<col style="width:([0-9.]+)%">')
_WIDTHS = "".join(f".w{n}{{width:{n}%}}" for n in range(1, 101))
_ISOLATED = "\u2068{}\u2069"


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is to be shown.

    Attributes:
        token: that ties it to the browser.
        values: what stands in the fields.
        faults: of the fields that could not be taken.
        notice: an entry of the words that is said above; empty for none.
        invited: whose personal link it is; empty for nobody's.
    """

    token: str
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Fault] = field(default_factory=dict)
    notice: str = ""
    invited: str = ""


class Views:
    """Makes pages.

    Args:
        languages: those that there are words for.
        home: the path of the letter's page.
        contact: an address for questions, or empty.
    """

    def __init__(self, languages: Sequence[str], *, home: str, contact: str) -> None:
        self._home = home
        self._environment = Environment(
            loader=FileSystemLoader(_PAGES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_shown,
        )
        self._style = Markup(f"{STYLE}\n{(_PAGES / 'page.css').read_text(encoding='utf-8')}{_WIDTHS}")  # noqa: S704  # ours
        self._shared = {
            "style": self._style,
            "languages": [(code, language_name(code, code)) for code in languages],
            "hours": _HOURS,
            "contact": contact,
        }

    @property
    def policy(self) -> str:
        """What a browser may do on our pages: show them, their style and the letter's own pictures, send the form."""
        digest = b64encode(hashlib.sha256(self._style.encode()).digest()).decode()
        return (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )

    def letter(self, t: Words, shown: Shown, form: Form | None) -> str:
        """The letter, with a form or without one."""
        faults = {name: _fault(t, name, fault) for name, fault in form.faults.items()} if form else {}
        head = f"{t('error')}: {t('title')}" if faults else t("title")
        return self._page(
            "letter",
            t,
            page_title=f"{head} – {shown.title}",
            shown=shown,
            letter=letter_markup(shown.html),
            deadline=_isolated(format_moment(shown.deadline, t.language)) if shown.deadline else "",
            over=shown.over,
            form=form is not None,
            notice=form.notice if form else "",
            token=form.token if form else "",
            invited=_isolated(form.invited) if form and form.invited else "",
            values=dict.fromkeys(FIELDS, "") | dict(form.values if form else {}),
            faults=_Faults(faults),
        )

    def confirm(self, t: Words, shown: Shown, entry: EntryRow, *, token: str, notice: str = "") -> str:
        """What was entered, to be confirmed."""
        said = [(t(name), getattr(entry, name)) for name in LONGEST if getattr(entry, name)]
        said.insert(0, (t("kind"), t(entry.kind)))
        return self._page(
            "confirm",
            t,
            page_title=f"{t('confirm')} – {shown.title}",
            shown=shown,
            letter=letter_markup(shown.html),
            said=said,
            token=token,
            notice=notice,
        )

    def message(self, t: Words, name: str, *, home: bool = False) -> str:
        """A page that says one thing."""
        text = t(f"{name}-text", hours=_HOURS)
        link = f"{self._home}?lang={t.language}" if home else ""
        return self._page("message", t, page_title=t(name), heading=t(name), text=text, home=link)

    def _page(self, name: str, t: Words, **values: object) -> str:
        return self._environment.get_template(f"{name}.html.jinja").render(self._shared | {"t": t} | values)


class _Faults(dict[str, str]):
    """Faults by field; a field without one has none to tell."""

    def __missing__(self, key: str) -> str:
        return ""


def letter_markup(html: str) -> Markup:
    """A letter's fragment as our policy allows it: widths of columns by class, to the next percent."""
    classes = _COLUMN.sub(lambda match: f'<col class="w{min(100, max(1, round(float(match[1]))))}">', html)
    return Markup(classes)  # noqa: S704  # written by our own writer, which escapes


def _fault(t: Words, name: str, fault: Fault) -> str:
    if fault is Fault.MISSING and name in ("kind", "publish"):
        return t(f"missing-{name}")
    return t(str(fault), longest=LONGEST.get(name, 0))


def _isolated(text: str) -> str:
    """Text whose direction does not touch the words around it (UAX #9)."""
    return _ISOLATED.format(text)


def _shown(value: object) -> object:
    """What a page prints: text from outside turns nothing round."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else for_print(value)
