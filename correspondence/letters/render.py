"""Rendering a template, from the safe side: starts the sandbox, waits, and says what went wrong where."""

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from threading import Timer
from typing import Any, Self

from correspondence.errors import Spot, TemplateError
from correspondence.letters.filters import Dated
from correspondence.letters.origins import Origins, from_marks
from correspondence.letters.templates import Template
from correspondence.text.locale import format_date

WALL_SECONDS = 8
BODY = "the letter's body"


class Renderer:
    """The process in which templates run, from the side that asks.

    It is started when it is first needed, and again after it ended. One thread asks at a time; `close` may come from
    another, and ends whatever is being asked.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._timed_out = False
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def render(self, template: Template, body: str, context: dict[str, Any], *, language: str = "") -> str:
        """Fill a template and a letter's body with plain values, as `render` does."""
        return _tidied(str(self._rendered(template, body, context, language)["text"]))

    def origins(self, template: Template, body: str, context: dict[str, Any], *, language: str = "") -> Origins:
        """Render as `render` does, and say of each character where in the body it stands."""
        plain = self.render(template, body, context, language=language)
        answer = self._rendered(template, body, context, language, trace=True)
        stretches = [(int(start), int(end)) for start, end in answer["stretches"]]
        return from_marks(str(answer["text"]), stretches, body, plain)

    def _rendered(
        self, template: Template, body: str, context: dict[str, Any], language: str, *, trace: bool = False
    ) -> dict[str, Any]:
        request = {
            "sources": {str(template.path): template.source, BODY: body, **template.parts},
            "template": str(template.path),
            "body": BODY,
            "language": language or template.catalog.language,
            "catalog": template.catalog.plain() | {"words": dict(template.words)},
            "context": _sent(context),
            "trace": trace,
        }
        answer = self._ask(json.dumps(request, ensure_ascii=False).encode() + b"\n", template)
        if "error" in answer:
            raise _told(answer["error"], template)
        return answer

    def inspect(self, template: Template, names: Sequence[str]) -> list[TemplateError]:
        """What is wrong with a template and its parts before anything is filled in.

        Args:
            template: the template.
            names: what a letter gives it.

        Raises:
            TemplateError: it cannot even be looked at.
        """
        request = {
            "inspect": list(names),
            "sources": {str(template.path): template.source, **template.parts},
            "catalog": template.catalog.plain() | {"words": dict(template.words)},
        }
        answer = self._ask(json.dumps(request, ensure_ascii=False).encode() + b"\n", template)
        return [_told(fault, template) for fault in answer["faults"]]

    def close(self) -> None:
        """End the process for good."""
        self._closed = True
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            assert stream is not None
            with suppress(OSError):
                stream.close()

    def _ask(self, request: bytes, template: Template) -> dict[str, Any]:
        for _ in range(2):  # a process that was full ends after its answer, and nothing of the next request is read
            if self._closed:
                break
            process = self._running()
            if self._closed:  # from another thread, while the process was started
                self._end()
                break
            line = self._answer(process, request)
            if line.endswith(b"\n"):
                answer: dict[str, Any] = json.loads(line)
                return answer
            if (why := self._how_it_ended(process)) is not None:
                raise TemplateError(f"{template.path}: {why}")
        ended = "was ended" if self._closed else "does not start"
        raise TemplateError(f"{template.path}: the templates' process {ended}")

    def _answer(self, process: subprocess.Popen[bytes], request: bytes) -> bytes:
        """The line that the process answers; a broken one when it ended instead, or was closed from another thread."""
        assert process.stdin is not None
        assert process.stdout is not None
        self._timed_out = False
        clock = Timer(WALL_SECONDS, self._out_of_time, [process])
        clock.daemon = True
        clock.start()
        try:
            process.stdin.write(request)
            process.stdin.flush()
            return process.stdout.readline()
        except (OSError, ValueError):
            return b""
        finally:
            clock.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            command = [sys.executable, "-I", "-X", "utf8", "-m", "correspondence.letters.sandbox"]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603  # our own
        return self._process

    def _out_of_time(self, process: subprocess.Popen[bytes]) -> None:
        self._timed_out = True
        process.kill()

    def _how_it_ended(self, process: subprocess.Popen[bytes]) -> str | None:
        """Why there was no answer; None when the process had ended well before it was asked."""
        status = process.wait()
        stderr = ""
        with suppress(OSError, ValueError):
            assert process.stderr is not None
            stderr = process.stderr.read().decode("utf-8", "replace")
        self._end()
        if self._timed_out:
            return f"takes longer than {WALL_SECONDS} seconds: is there an endless loop?"
        return _how_it_ended(status, stderr) if status else None


def render(template: Template, body: str, context: dict[str, Any], *, language: str = "") -> str:
    """Fill a template and a letter's body with plain values, in a process for this once.

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
    with Renderer() as renderer:
        return renderer.render(template, body, context, language=language)


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


def _how_it_ended(status: int, stderr: str) -> str:
    if status < 0 and "MemoryError" not in stderr:
        return "takes too long: is there an endless loop?"
    if "MemoryError" in stderr:
        return "needs too much memory"
    last = stderr.strip().rpartition("\n")[2]
    return f"the template's process ended with {last[:200] or status}"


def _told(error: dict[str, Any], template: Template) -> TemplateError:
    name, line, reason = error["template"], error["line"], str(error["reason"])
    if name == str(template.path) and line is not None:
        line += template.first_line - 1
    spot = Spot("body" if name == BODY else name, line, 1) if line else None
    said = ": ".join(filter(None, (name, f"line {line}" if line else "", reason)))
    return TemplateError(said, spot=spot, reason=reason)


def _tidied(text: str) -> str:
    """No more than one blank line in a row at the ends of parts, and one line feed at the end."""
    return text.strip("\n") + "\n"
