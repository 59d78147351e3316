"""The process in which templates run: `python -m correspondence.letters.sandbox`, a line of JSON in, a line out.

A template comes from whoever sent the folder. It runs in Jinja's immutable sandbox, on plain values only, with no
globals, no file to include and undefined names an error, in a process of its own with limits on time and memory.
Everything that a template prints is escaped for Markdown, but what is Markdown already.

Request: `{"sources": {name: text}, "template": name, "body": name, "language": tag, "catalog": {…}, "context": {…}}`,
with `{"$markdown": text}` for values that are Markdown and `{"$date": iso, "text": text}` for dates.
With `"trace": true` the body's own words are marked with their places in its source, as `tracing` says.
Answer: `{"text": …}`, when traced with `"stretches"`, or `{"error": {"template": name, "line": n, "reason": …}}`.
Requests know nothing of each other; the limit on time begins anew with each.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, Undefined, meta, pass_context
from jinja2.exceptions import SecurityError
from jinja2.loaders import FunctionLoader
from jinja2.nodes import Const, Include, Name
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from correspondence.isolation import limit, renew_time
from correspondence.letters.filters import Dated, Language, Markdown, appendix_named, as_markdown
from correspondence.letters.tracing import traced
from correspondence.text.escape import for_markdown

CPU_SECONDS = 5
MEMORY_BYTES = 256 << 20
MAX_OUTPUT = 8 << 20
MARKDOWN_KEY = "$markdown"
DATE_KEY = "$date"

_TOO_LARGE = f"needs more than {MEMORY_BYTES >> 20} MB of memory"
_FILTERS_WITHOUT_NEED = frozenset(
    {"pprint", "xmlattr", "tojson", "urlize", "random", "safe", "forceescape", "escape", "e"}
)
_KINDS = ("message", "question", "undertaking")


class _Entries(dict[str, Any]):
    """What the thread has of one kind, by identifier."""

    def __init__(self, entries: Mapping[str, Any], kind: str) -> None:
        super().__init__(entries)
        self.kind = kind


class _Missing(StrictUndefined):
    """A name that means nothing; for one of the thread's entries it says what is perhaps meant."""

    @property
    def _undefined_message(self) -> str:
        entries, name = self._undefined_obj, self._undefined_name
        if not isinstance(entries, _Entries) or not isinstance(name, str):
            return super()._undefined_message
        from correspondence.text.names import did_you_mean  # only for a fault

        return f"there is no {entries.kind} {name!r} in the thread{did_you_mean(name, [*entries], entries.kind)}"


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, in which what a macro or a block prints is Markdown: it was escaped when it was printed there."""

    @staticmethod
    def concat(pieces: Iterable[str]) -> Markdown:
        return Markdown("".join(pieces))


def environment(load: Callable[[str], str | None], language: Language) -> ImmutableSandboxedEnvironment:
    """The environment that templates run in.

    Args:
        load: gives a template's source by name, or None; there is no other place to include from.
        language: what its words and numbers look like.
    """

    def loader(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        source = load(name)
        return None if source is None else (source, name, lambda: True)

    env = _Environment(
        loader=FunctionLoader(loader),
        undefined=_Missing,
        finalize=_printed,
        autoescape=False,  # Markdown, not HTML: `finalize` escapes
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals.clear()
    for name in _FILTERS_WITHOUT_NEED:
        env.filters.pop(name, None)
    env.filters.update(cell=_cell, inline=_inline, lines=_lines, **language.filters())
    env.globals.update(appendix=_appendix, counted=language.counted, phrase=language.phrase, word=language.word)
    return env


def render(request: dict[str, Any]) -> dict[str, Any]:
    """Answer one request."""
    sources: dict[str, str] = request["sources"]
    language = Language(request.get("language", "en"), request["catalog"])
    env = environment(sources.get, language)
    context = request["context"]
    context |= {f"{kind}s": _Entries(context[f"{kind}s"], kind) for kind in _KINDS if f"{kind}s" in context}
    try:
        stretches: list[tuple[int, int]] = []
        if request.get("trace"):
            body, stretches = traced(env, sources[request["body"]], request["body"], context)
            context = context | {"body": Markdown(body)}
        elif request.get("body"):
            body = env.get_template(request["body"]).render(context)
            context = context | {"body": Markdown(body.strip("\n"))}
        text = env.get_template(request["template"]).render(context)
    except TemplateSyntaxError as error:
        return _error(error.name or request["template"], error.lineno, error.message or "syntax error")
    except TemplateNotFound as error:
        return _error(*_place(error, sources), f"includes {error.name!r}: a template stands alone")
    except SecurityError as error:
        return _error(*_place(error, sources), f"is not allowed: {error}")
    except MemoryError:
        return _error(request["template"], None, _TOO_LARGE)
    except RecursionError as error:
        return _error(*_place(error, sources), "calls itself without end")
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        return _error(*_place(error, sources), _reason(error))
    if len(text) > MAX_OUTPUT:
        return _error(request["template"], None, f"prints more than {MAX_OUTPUT >> 20} MB")
    return {"text": text, "stretches": stretches} if request.get("trace") else {"text": text}


def inspect(request: dict[str, Any]) -> dict[str, Any]:
    """What is wrong with templates before they are filled: syntax, unknown filters, names that nobody gives them.

    Request: `{"inspect": [the names there are], "sources": {name: text}, "catalog": {…}}`.
    Answer: `{"faults": [{"template": name, "line": n, "reason": …}]}`.
    """
    sources: dict[str, str] = request["sources"]
    env = environment(sources.get, Language("en", request["catalog"]))
    known = {*request["inspect"], *env.globals, "loop", "caller", "varargs", "kwargs", "self"}
    faults = []
    for name, source in sources.items():
        try:
            tree = env.parse(source, name)
            env.compile(source, name, name)
        except TemplateSyntaxError as error:
            faults.append(_error(error.name or name, error.lineno, error.message or "syntax error")["error"])
            continue
        except (RecursionError, MemoryError, ValueError) as error:
            faults.append(_error(name, None, f"cannot be read: {type(error).__name__}")["error"])
            continue
        wanted = meta.find_undeclared_variables(tree) - known
        first = {node.name: node.lineno for node in reversed(list(tree.find_all(Name))) if node.name in wanted}
        faults += [_error(name, line, f"{word!r} is undefined")["error"] for word, line in first.items()]
        faults += [
            _error(name, node.lineno, f"includes {node.template.value!r}, which is no part: parts/NAME")["error"]
            for node in tree.find_all(Include)
            if isinstance(node.template, Const) and node.template.value not in sources
        ]
    return {"faults": faults}


def main() -> None:
    """Limit this process, and answer one request after another until there are no more."""
    limit(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES, file_bytes=MAX_OUTPUT * 8, renewable=True)
    for line in sys.stdin.buffer:
        renew_time(CPU_SECONDS)
        request = json.loads(line, object_hook=_decode)
        answer = inspect(request) if "inspect" in request else render(request)
        sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()
        if answer.get("error", {}).get("reason") == _TOO_LARGE:
            return  # the next process begins small


def _decode(data: dict[str, Any]) -> Any:
    if data.keys() == {MARKDOWN_KEY}:
        return Markdown(data[MARKDOWN_KEY])
    return Dated(data["text"], data[DATE_KEY]) if data.keys() == {DATE_KEY, "text"} else data


def _printed(value: Any) -> Any:
    """What `{{ value }}` prints."""
    if isinstance(value, Markdown | Undefined):
        return value
    if not isinstance(value, str | int | float):
        raise TypeError("prints a whole list, a record or nothing at all: name one of its parts")
    return for_markdown(str(value))


@pass_context
def _appendix(context: Context, name: Any) -> str:
    """What an appendix is called, for a reference to it: `Appendix A`."""
    return appendix_named(context.get("appendices", []), name)


def _cell(value: str) -> Markdown:
    """Markdown as a table cell: everything after the first line belongs to the same list item."""
    return Markdown(as_markdown(value).strip("\n").replace("\n", "\n    "))


def _inline(value: str) -> Markdown:
    """Markdown in the middle of a paragraph: line breaks become spaces."""
    return Markdown(" ".join(as_markdown(value).split()))


def _lines(value: Any) -> Markdown:
    """Data one under the other: a hard break between each two."""
    return Markdown("\\\n".join(for_markdown(str(line)) for line in value))


def _error(template: str, line: int | None, reason: str) -> dict[str, Any]:
    return {"error": {"template": template, "line": line, "reason": " ".join(reason.split())[:400]}}


def _place(error: BaseException, sources: dict[str, str]) -> tuple[str, int | None]:
    """The innermost line of a template that an error came from."""
    place: tuple[str, int | None] = (next(iter(sources)), None)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in sources:
            place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _reason(error: BaseException) -> str:
    text = str(error)
    return text.replace("'dict object'", "this record") if text else type(error).__name__


if __name__ == "__main__":
    main()
