"""Templates from enemies: nothing leaks, nothing hangs, and the line is told."""

from pathlib import Path

import pytest

from correspondence.errors import TemplateError
from correspondence.letters import render, templates
from tests.conftest import REPOSITORY

SECRET = "hunter2-database-password"
CONTEXT = {
    "letter": {"title": "T", "secret": "kept by nobody"},
    "pool": [{"id": "q", "text": render.markdown("*Q?*")}],
    "words": {},
    "name": "A *starred* [name](x) {{ 7*7 }} <b>",
}
PAYLOADS = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ letter.__init__.__globals__ }}",
    "{{ pool.__class__.__base__ }}",
    "{{ (letter|attr('__class__')) }}",
    "{{ letter|attr('__cla' ~ 'ss__') }}",
    "{{ letter['__class__'] }}",
    "{{ self.__init__.__globals__.os }}",
    "{{ self._TemplateReference__context }}",
    "{{ config }}",
    "{{ request }}",
    "{{ url_for.__globals__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id') }}",
    "{{ joiner.__init__ }}",
    "{{ namespace.__init__ }}",
    "{{ dict.__base__ }}",
    "{{ range(10) }}",
    "{{ ''.format.__globals__ }}",
    "{{ '{0.__class__}'.format('x') }}",
    "{{ '%s'|format(letter.__class__) }}",
    "{{ '{x.__class__.__init__.__globals__}'.format_map({'x': letter}) }}",
    "{{ ''.join.__self__.__class__ }}",
    "{{ pool.append(1) }}",
    "{{ letter.update({'title': 'x'}) }}",
    "{{ letter.pop('title') }}",
    "{{ pool.clear() }}",
    "{% set x = letter.__setattr__('a', 1) %}",
    "{% include '/etc/passwd' %}",
    "{% include '../../correspondence.db' %}",
    "{% import 'os' as os %}{{ os.environ }}",
    "{% from 'x' import y %}",
    "{% extends '/etc/hostname' %}",
    "{{ [].__class__.__base__ }}",
    "{{ ().__class__.__bases__[0].__subclasses__()[40]('/etc/passwd').read() }}",
    "{{ x.__class__ }}",
    "{% for c in ''.__class__.__base__.__subclasses__() %}{{ c }}{% endfor %}",
    "{{ caller() }}",
    "{{ (1).__class__ }}",
    "{{ true.__class__.__mro__ }}",
    "{% call x() %}{% endcall %}",
    "{{ ''|map('attr', '__class__')|list }}",
    "{{ [letter]|map(attribute='__class__')|first }}",
    "{{ letter|tojson }}",
    "{{ letter|pprint }}",
    "{{ letter|xmlattr }}",
    "{{ pool }}",
    "{{ letter }}",
    "{{ letter.items }}",
    "{{ ''.upper }}",
    "{{ letter|items }}",
    "{{ pool|map('upper') }}",
    "{% for a in pool %}{{ loop }}{% endfor %}",
    "{% macro f() %}{% endmacro %}{{ f }}",
    "{{ self }}",
    "{{ pool|groupby('__class__') }}",
    "{{ [letter]|selectattr('__class__')|list|length }}",
    "{{ pool|sum(attribute='__class__') }}",
    "{{ pool|sort(attribute='__class__')|map(attribute='__class__')|first }}",
    "{{ ''['__class__'] }}",
    "{{ 'a'|attr('format') }}",
    "{% debug %}",
]
DENIALS = [
    "{{ 'a' * 10**10 }}",
    "{{ [0] * 10**9 }}",
    "{{ 9 ** (9 ** (9 ** 9)) }}",
    "{{ 'x'|center(10**10) }}",
    "{% for a in [0] * 9999 %}{% for b in [0] * 9999 %}{% for c in [0] * 9999 %}{% endfor %}{% endfor %}{% endfor %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% set x = namespace() %}",
    "{{ '%0999999999d' % 1 }}",
    "{% for a in [0] * 999999 %}aaaaaaaaaaaaaaaaaaaaaaaaa{% endfor %}",
    "{{" + "(" * 2_000 + "1" + ")" * 2_000 + "}}",
    "{{ " + "-" * 5_000 + "1 }}",
]


@pytest.fixture
def template(tmp_path: Path) -> templates.Template:
    (tmp_path / "t.md.jinja").write_text('+++\nname = "t"\n+++\n{{ letter.title }}\n\n{{ body }}\n', encoding="utf-8")
    return templates.find("t", [tmp_path])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_leaks(template: templates.Template, payload: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORRESPONDENCE_DATABASE_URL", f"postgresql://u:{SECRET}@localhost/x")
    try:
        text = render.render(template, payload, CONTEXT)
    except TemplateError as error:
        text = str(error)
    for leak in (SECRET, "root:", "<class", "subclasses", "<function", " at 0x", "<built-in", "/usr/"):
        assert leak not in text.replace(payload, "")


@pytest.mark.parametrize("payload", DENIALS, ids=range(len(DENIALS)))
def test_nothing_hangs_or_grows(template: templates.Template, payload: str) -> None:
    with pytest.raises(TemplateError) as told:
        render.render(template, payload, CONTEXT)
    assert "\n" not in str(told.value)


def test_data_prints_as_it_is(template: templates.Template) -> None:
    text = render.render(template, "{{ name }} {{ pool[0].text }} {{ pool|length }}", CONTEXT)
    assert r"A \*starred\* \[name\](x)" in text
    assert "{{ 7" not in text.replace(r"\{", "")
    assert "*Q?* 1" in text


@pytest.mark.parametrize(
    "body",
    [
        "{% set x %}{{ name }}{% endset %}{{ x }}",
        "{% macro m(n) %}{{ n }}{% endmacro %}{{ m(name) }}",
        "{% macro m(n) %}{{ caller() }}{% endmacro %}{% call m(1) %}{{ name }}{% endcall %}",
        "{% set ns = [name] %}{% for n in ns recursive %}{{ n }}{% endfor %}",
        "{% filter trim %} {{ name }} {% endfilter %}",
        "{{ name|trim }}",
        "{{ [name]|join }}",
        "{{ name|inline }}",
        "{{ name|cell }}",
        "{{ [name]|lines }}",
    ],
)
def test_data_is_escaped_once_on_whatever_way(template: templates.Template, body: str) -> None:
    assert render.render(template, body, CONTEXT) == "T\n\nA \\*starred\\* \\[name\\](x) \\{\\{ 7\\*7 }} \\<b>\n"


def test_what_a_macro_writes_is_markdown(template: templates.Template) -> None:
    body = "{% macro item(n) %}- **{{ n }}**\n{% endmacro %}{% for q in pool %}{{ item(q.text) }}{% endfor %}"
    assert render.render(template, body, CONTEXT) == "T\n\n- ***Q?***\n"


@pytest.mark.parametrize(
    ("source", "body", "says"),
    [
        ('+++\nname = "t"\n+++\none\n{{ nobody }}\n', "", "t.md.jinja: line 5: 'nobody' is undefined"),
        ("one\n{% if %}\n", "", "t.md.jinja: line 2: "),
        (
            "{{ body }}",
            "one\n\n{{ letter.nothing }}",
            "the letter's body: line 3: this record has no attribute 'nothing'",
        ),
        ('+++\nname = "t"\n', "", "line 1: the options must end"),
        ("+++\nname = \n+++\n", "", "its options are not TOML"),
        ("+++\ncolour = 1\n+++\n", "", "unknown option 'colour'"),
        ("+++\ncitations = 'songs'\n+++\n", "", "citations must be one of"),
        ("+++\nmarks = 1\n+++\n", "", "option 'marks' is of the wrong kind"),
    ],
)
def test_a_template_that_is_wrong_says_where(tmp_path: Path, source: str, body: str, says: str) -> None:
    (tmp_path / "t.md.jinja").write_text(source, encoding="utf-8")
    with pytest.raises(TemplateError) as told:
        render.render(templates.find("t", [tmp_path]), body, CONTEXT)
    assert says in str(told.value)


@pytest.mark.parametrize("name", ["../secret", "a/b", "", ".hidden", "con\x00", "no-such"])
def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path.parent / "secret.md.jinja").write_text("x", encoding="utf-8")
    with pytest.raises(TemplateError):
        templates.find(name, [tmp_path, REPOSITORY / "templates"])


def test_the_workspace_comes_first(tmp_path: Path) -> None:
    (tmp_path / "open-letter.md.jinja").write_text("mine", encoding="utf-8")
    folders = [tmp_path, REPOSITORY / "templates"]
    assert templates.find("open-letter", folders).source == "mine"
    assert (
        templates.reference_document("open-letter", folders) == (REPOSITORY / "templates/open-letter.docx").read_bytes()
    )
