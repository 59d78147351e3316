"""Rendering a template, from the safe side: starts the sandbox, waits, and says what went wrong where."""

import json
import subprocess
import sys
from typing import Any

from correspondence.errors import TemplateError
from correspondence.letters.filters import Dated
from correspondence.letters.templates import Template
from correspondence.text.locale import format_date

WALL_SECONDS = 8
BODY = "the letter's body"


def render(template: Template, body: str, context: dict[str, Any], *, language: str = "") -> str:
    """Fill a template and a letter's body with plain values.

    Args:
        template: the letter's template.
        body: Markdown with Jinja.
        context: what both may see; `markdown()` marks values that are Markdown, `dated()` dates.
        language: BCP 47, of the letter; else that of the template's words.

    Returns:
        Markdown, ending in one line feed.

    Raises:
        TemplateError: names the template and the line, and what is wrong there.
    """
    request = {
        "sources": {str(template.path): template.source, BODY: body, **template.parts},
        "template": str(template.path),
        "body": BODY,
        "language": language or template.catalog.language,
        "catalog": template.catalog.plain() | {"words": dict(template.words)},
        "context": _sent(context),
    }
    answer = _ask(json.dumps(request, ensure_ascii=False), template)
    if "error" in answer:
        raise TemplateError(_explain(answer["error"], template))
    return _tidied(str(answer["text"]))


def markdown(text: str) -> dict[str, str]:
    """A value that is Markdown already, for a context."""
    return {"$markdown": text}


def dated(iso: str | None, language: str) -> str:
    """A date for a context: it prints as the language writes it, and filters know how much of it is known."""
    return Dated(format_date(iso[:10], language), iso[:10]) if iso else ""


def _sent(value: Any) -> Any:
    """A context as JSON can hold it."""
    if isinstance(value, Dated):
        return {"$date": value.iso, "text": str(value)}
    if isinstance(value, dict):
        return {key: _sent(entry) for key, entry in value.items()}
    return [_sent(entry) for entry in value] if isinstance(value, list | tuple) else value


def _ask(request: str, template: Template) -> dict[str, Any]:
    command = [sys.executable, "-I", "-X", "utf8", "-m", "correspondence.letters.sandbox"]
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module
            command, input=request, capture_output=True, timeout=WALL_SECONDS, check=False, encoding="utf-8"
        )
    except subprocess.TimeoutExpired as error:
        raise TemplateError(
            f"{template.path}: takes longer than {WALL_SECONDS} seconds: is there an endless loop?"
        ) from error
    if done.returncode != 0:
        raise TemplateError(f"{template.path}: {_how_it_ended(done.returncode, done.stderr)}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _how_it_ended(status: int, stderr: str) -> str:
    if status < 0 and "MemoryError" not in stderr:
        return "takes too long: is there an endless loop?"
    if "MemoryError" in stderr:
        return "needs too much memory"
    last = stderr.strip().rpartition("\n")[2]
    return f"the template's process ended with {last[:200] or status}"


def _explain(error: dict[str, Any], template: Template) -> str:
    name, line = error["template"], error["line"]
    if name == str(template.path) and line is not None:
        line += template.first_line - 1
    return ": ".join(filter(None, (name, f"line {line}" if line else "", error["reason"])))


def _tidied(text: str) -> str:
    """No more than one blank line in a row at the ends of parts, and one line feed at the end."""
    return text.strip("\n") + "\n"
