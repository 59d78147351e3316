"""In the process in which templates run: a letter's body whose own words say from where in its source they come.

Each stretch of the source that is text and no template language is printed between characters that no text holds
(Unicode's noncharacters, which are for such use inside a program), with its number. What is printed between no such
marks was computed.
"""

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, nodes

from correspondence.letters.marks import BEGIN, END, NUMBERED


def traced(env: Environment, source: str, name: str, context: dict[str, Any]) -> tuple[str, list[tuple[int, int]]]:
    """A body printed with marks, and where in the source each numbered stretch begins and ends.

    A source that holds such characters itself, and text in a raw block, are printed without marks.
    """
    places = [] if any(mark in source for mark in (BEGIN, NUMBERED, END)) else list(_stretches(env, source, name))
    tree = env.parse(source, name)
    found = list(tree.find_all(nodes.TemplateData))
    if [node.data for node in found] == [source[start:end] for start, end, _ in places]:
        for number, (node, (_, _, is_raw)) in enumerate(zip(found, places, strict=True)):
            if not is_raw:
                node.data = f"{BEGIN}{number}{NUMBERED}{node.data}{END}"
    template = env.template_class.from_code(env, env.compile(tree, name, name), env.globals)
    return template.render(context), [(start, end) for start, end, _ in places]


def _stretches(env: Environment, source: str, name: str) -> Iterator[tuple[int, int, bool]]:
    """Where the text of a source stands, and whether it stands in a raw block."""
    at = 0
    is_raw = False
    for _, kind, value in env.lexer.tokeniter(source, name):
        if kind in ("raw_begin", "raw_end"):
            is_raw = kind == "raw_begin"
        start = source.find(value, at)
        if start < 0 or source[at:start].strip():  # only white space that a tag eats may lie between
            return
        at = start + len(value)
        if kind == "data" and value:
            yield start, at, is_raw
