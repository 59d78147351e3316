"""Threads in Spanish, French, German and Arabic, each with the letter that is begun from it. All names are invented."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

THREADS = Path(__file__).parent / "threads"


@dataclass(frozen=True, slots=True)
class Begun:
    """A letter that is begun from a thread, as a person would ask for it."""

    thread: str
    language: str
    template: str
    date: str
    to: str
    appendices: tuple[str, ...]
    signatories: tuple[str, ...]


LETTERS = (
    Begun(
        "salares",
        "es",
        "open-letter",
        "2025-04-08",
        "Carmen Ibarra Quispe",
        ("unresolved-questions", "timeline", "contradictions"),
        ("Observatorio de las Cuencas", "Asociación Ñan para la Tierra", "Red de Consulta Previa"),
    ),
    Begun(
        "ports",
        "fr",
        "investor-letter",
        "2024-09-16",
        "Hélène Vauquelin",
        ("unresolved-questions", "timeline"),
        ("Veille Portuaire", "Éthique & Océans", "Collectif Lomé-Est"),
    ),
    Begun(
        "naehte",
        "de",
        "follow-up",
        "2025-04-22",
        "Dr. Jürgen Öttl",
        ("all-questions", "timeline"),
        ("Netzwerk Saubere Nähte", "Öffentliches Gewissen e. V."),
    ),
    Begun(
        "sadd",
        "ar",
        "open-letter",
        "2025-04-01",
        "سلمى عبد الرحيم",
        ("unresolved-questions", "timeline"),
        ("مرصد الضفاف", "Riverside Witness (نموذج)", "جمعية حقوق الأنهار"),
    ),
)


def write_letter(root: Path, begun: Begun) -> str:
    """Bring a thread into a workspace; begin, freeze and sign its letter; give the letter's identifier."""
    _run(root, "thread", "import", str(THREADS / begun.thread))
    appendices = [word for kind in begun.appendices for word in ("--appendix", kind)]
    options = ["--template", begun.template, "--date", begun.date, "--to", begun.to, "--id", f"{begun.thread}-letter"]
    _run(root, "letter", "new", begun.thread, *options, *appendices)
    identifier = f"{begun.thread}/{begun.thread}-letter"
    _run(root, "letter", "freeze", identifier)
    for name in begun.signatories:
        _run(root, "signon", "add", identifier, name)
    return identifier


def _run(root: Path, *arguments: str) -> None:
    tool = Path(sys.executable).with_name("correspondence")
    subprocess.run([tool, "--workspace", root, *arguments], check=True, capture_output=True)
