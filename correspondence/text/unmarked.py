"""Markdown as a reader sees it, by patterns and not parsed: an excerpt may begin anywhere in a text."""

import html
import re

# Every pattern here is linear in the text: no two parts of one can take the same characters.
_FENCE = re.compile(r"(?m)^[ \t]*+(?::{3,}+|`{3,}+|~{3,}+)[^\n]*+$")
_TAG = re.compile(r"\{%[^\n]{0,400}?%\}|\{#[^\n]{0,400}?#\}")
_LIVE = re.compile(r"\{\{[^\n]{0,400}?\}\}")
_BEGINS = re.compile(r"(?m)^[ \t]*+(?:>[ \t]?|#{1,6}[ \t]+|(?:[-*+]|\d{1,9}[.)])[ \t]+)++")
_ATTRIBUTES = re.compile(r"(?<=[\])])\{[^{}\n]*+\}")
_RULE = re.compile(r"(?m)^[ \t]*+(?:\|?[ \t]*+:?-{3,}+:?[ \t]*+)++\|?[ \t]*+$")
_CELLS = re.compile(r"(?m)^[ \t]*+\|[ \t]*+|[ \t]*+\|[ \t]*+$")
_NOTE = re.compile(r"\[\^[^\]\n\[]{1,80}\]:?")
_LINK = re.compile(r"!?\[((?:[^\[\]\\\n]|\\.)*+)\](?:\([^()\s]*+(?:[ \t]+\"[^\"\n]*+\")?\)|\[[^\[\]\n]*+\])")
_ADDRESS = re.compile(r"<(?:message:[^<>\s]*+|((?:https?|mailto):[^<>\s]*+))>")
_MARKS = re.compile(r"(?<!\\)(?:\*{1,3}|~~|`+)|(?<![\w\\])_{1,3}(?=\w)|(?<=[\w.,!?])(?<!\\)_{1,3}(?!\w)")
_SPELT = re.compile(r"\\([!-/:-@\[-`{-~])")


def unmarked(markdown: str) -> str:
    """The words of Markdown: no marks, fences, addresses or notes; a live part of a draft is `…`. Lines stay lines."""
    text = _LIVE.sub("…", _TAG.sub("", _FENCE.sub("", markdown)))
    text = _CELLS.sub("", _RULE.sub("", _BEGINS.sub("", text)))
    text = _LINK.sub(r"\1", _ATTRIBUTES.sub("", _NOTE.sub("", text)))
    text = _MARKS.sub("", _ADDRESS.sub(lambda match: match[1] or "", text))
    return html.unescape(_SPELT.sub(r"\1", text))
