"""Letters that hold every construct, for all writers."""

EVERYTHING = """# A letter with *everything*

::: date
3 June 2025
:::

::: addressee
Ms. Ada Example\\
Head of Compliance\\
Example & Sons <Ltd.>
:::

::: salutation
Dear Ms. Example,
:::

Plain, *italic*, **bold**, ***both***, ~~struck~~, `code`, [a *link*](https://example.org/a?b=1&c=2), the
[same](https://example.org/a?b=1&c=2) again, [write](mailto:a@example.org), [bad](javascript:alert(1)), a note,[^1] and
another.[^2] ![a chart](https://example.org/x.png) “Quotes” – dashes — ❖ ✅ 日本語 עברית &lt;tag&gt;.

## Second level

- one
- two

  with a second paragraph

  3. third
  4. fourth
     - deep

1. restarts
2. here

> A quotation
>
> of two paragraphs.

```
code  with   spaces
and a second line
```

---

| a | b |
|---|---|
| 1 | [z](https://example.org/z) |

:::: list-table {header-rows=1 widths="1 2" caption="What was said & done"}
- - Column one
  - Column two
- - a cell
  - - a list
    - in a cell
- - last\\
    line
  - end
::::

### Third
#### Fourth
##### Fifth
###### Sixth

::: closing
Sincerely,
:::

::: signature-block
First Organization

Second Organization
:::

::: cc
A copy to somebody
:::

::: enclosures
One enclosure
:::

::: appendix
# Appendix A

:::: list-table {header-rows=1 widths="1 1"}
- - Undertaking
  - Status
- - They said it.
  - ❖ Did they?
::::
:::

[^1]: A note with a [link](https://example.org/note).

    And a second paragraph.
[^2]: Another.
"""

# The same letter after people worked on it: every kind of change.
CHANGED = (
    EVERYTHING.replace("Plain, *italic*, **bold**", "Plain, **italic**, bold")
    .replace("a note,[^1] and\nanother.[^2]", "a note, and\nanother,[^2] and one more.[^new]")
    .replace("[a *link*](https://example.org/a?b=1&c=2)", "[a *link*](https://example.org/changed)")
    .replace("[^1]: A note with a [link](https://example.org/note).\n\n    And a second paragraph.\n", "")
    .replace("[^2]: Another.", "[^2]: Another one.\n[^new]: Entirely fresh: see [here](https://example.org/new).")
    .replace("- one\n- two\n", "- one\n- one and a half\n- two\n")
    .replace("     - deep\n", "")
    .replace("> A quotation\n>\n> of two paragraphs.", "> A short quotation of two paragraphs.")
    .replace("| 1 | [z](https://example.org/z) |", "| 1 | [z](https://example.org/z) |\n| 2 | y |")
    .replace("- - last\\\n    line\n  - end\n", "")
    .replace("- - a cell\n  - - a list\n", "- - another cell\n  - - a short list\n")
    .replace("### Third\n", "## Third\n")
    .replace("Sincerely,", "Yours sincerely,")
    .replace("Second Organization", "A second Organization\n\nThird Organization")
    .replace("::: cc\nA copy to somebody\n:::\n", "")
)

ARABIC = """# رسالة مفتوحة إلى الشركة

::: date
3 يونيو 2025
:::

نحن المنظمات الموقعة أدناه نكتب إليكم بشأن برنامج Plumbline الذي تبيعه الشركة.

- سؤال أول؟
- سؤال ثان؟

:::: list-table {header-rows=1 widths="1 1"}
- - التعهد
  - الحالة
- - قالوا إنهم سينشرون التقرير
  - ❖ متى سينشر؟
::::
"""

HOSTILE = "# T\x01itle ]]> &amp;\n\nwords \x0b\x1f\ufffe ]]> <w:p/> {{ x }} \u202eabc\n\n" + "x" * 100_000 + "\n"

CROSSED = """# To the board

As [](#prices) and [the second](#dates) show, and as [](#what-we-ask) says.[^1]

## What we ask

::: list-table {header-rows=1 caption="What it cost" id=prices}
- - Year
  - Price
- - 2020
  - 12
:::

::: list-table {header-rows=1 caption="When" id=dates}
- - Year
- - 2021
:::

[^1]: See [](#dates).
"""
