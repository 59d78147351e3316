"""Vague terms of a text: words that may mean anything until somebody says what, and the question to ask about each.

The lists hold what companies' replies are made of, in five languages. A term that the text itself defines is left out.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from correspondence.matching.words import language_of

_LETTER = r"[^\W\d_]"


class Kind(StrEnum):
    """What a term leaves open."""

    STANDARD = "standard"  # how high the bar is
    EXCEPTION = "exception"  # when it is otherwise
    DISCRETION = "discretion"  # who decides
    NUMBER = "number"  # how many
    TIME = "time"  # when, or how often
    REFERENCE = "reference"  # which ones


@dataclass(frozen=True, slots=True)
class Term:
    """A vague term: where it begins and ends, exclusive, in code points of the text; its words; what it leaves open."""

    start: int
    end: int
    exact: str
    kind: Kind


# `~` stands for whatever ending a word has there; terms are separated by bars.
_TERMS: dict[str, dict[Kind, str]] = {
    "en": {
        Kind.STANDARD: "well-founded|well founded|unduly high|unduly|undue|credible|reasonable|reasonably|significant|"
        "significantly|serious|materially|adequate|adequately|sufficient|sufficiently|proportionate|legitimate|"
        "robust|rigorous|thorough|stringent|comprehensive|enhanced due diligence|substantial|substantially|"
        "unacceptably elevated|unacceptable risk~|high risk|high-risk|elevated risk~|severe|"
        "gross misuse|misuse|best efforts|"
        "reasonable efforts|all reasonable steps|reasonable steps|meaningful|meaningfully|vulnerable group~|"
        "vulnerable person~|zero tolerance|zero-tolerance|fair|responsibly|transparent manner|safe and secure",
        Kind.EXCEPTION: "generally|in general|as a rule|as a general rule|typically|usually|normally|in principle|"
        "largely|mostly|in most cases|for the most part|by and large|often|tend~ to|ordinarily|predominantly",
        Kind.DISCRETION: "where appropriate|as appropriate|when appropriate|if appropriate|where necessary|"
        "as necessary|if necessary|when necessary|where possible|if possible|when possible|wherever possible|"
        "where practicable|where feasible|to the extent possible|as far as possible|insofar as possible|"
        "where relevant|where applicable|if needed|as needed|where needed|where warranted|as warranted|"
        "appropriate action~|appropriate measure~|appropriate step~|appropriate|appropriately|at our discretion|"
        "case-by-case|case by case|in certain circumstances|under certain circumstances|in exceptional cases",
        Kind.NUMBER: "a number of|several|some of|numerous|many|a range of|a variety of|various|a handful|few|"
        "the vast majority|vast majority|the majority of|a limited number of|multiple|countless|a small number of",
        Kind.TIME: "in due course|as soon as possible|as soon as practicable|soon|shortly|in the near future|"
        "in the coming months|in the coming weeks|going forward|regularly|periodically|from time to time|"
        "on a regular basis|"
        "on an ongoing basis|ongoing basis|timely manner|in a timely manner|promptly|at the earliest opportunity|"
        "at an appropriate time|when the time is right|eventually|frequently|without undue delay",
        Kind.REFERENCE: "relevant stakeholders|stakeholders|relevant authorities|competent authorities|"
        "appropriate authorities|applicable law~|applicable regulation~|relevant laws|relevant regulations|"
        "all applicable|international standards|international norms|industry standards|industry practice~|"
        "best practice~|good practice~|relevant parties|third parties|certain countries|certain customers|"
        "external experts|independent experts|relevant experts|internal procedures|internal processes|"
        "relevant information|other measures|certain",
    },
    "fr": {
        Kind.STANDARD: "bien fond~|raisonnabl~|significati~|important~|crédibl~|grave~|sérieu~|adéquat~|suffisant~|"
        "suffisamment|proportionn~|légitim~|robust~|rigoureu~|approfondi~|exhausti~|risque élevé|risques élevés|"
        "inacceptabl~|substantiel~|tolérance zéro|meilleurs efforts|tous les efforts|vulnérabl~|excessi~|indûment|"
        "équitabl~|notabl~|renforcé~",
        Kind.EXCEPTION: "généralement|en général|en règle générale|habituellement|normalement|en principe|"
        "principalement|le plus souvent|souvent|dans la plupart des cas|pour l’essentiel|pour l'essentiel|"
        "globalement|"
        "largement|tend~ à",
        Kind.DISCRETION: "le cas échéant|si nécessaire|au besoin|en cas de besoin|dans la mesure du possible|"
        "autant que possible|si possible|lorsque cela est possible|lorsque cela est approprié|s’il y a lieu|"
        "s'il y a lieu|mesures appropriées|mesures nécessaires|approprié~|au cas par cas|"
        "dans certaines circonstances|dans certains cas|de manière appropriée|pertinent~",
        Kind.NUMBER: "plusieurs|un certain nombre|certain~|de nombreu~|nombreu~|divers|diverses|quelques|"
        "la plupart|la grande majorité|la majorité|une série de|un nombre limité|multiples",
        Kind.TIME: "dans les meilleurs délais|dès que possible|prochainement|bientôt|en temps voulu|en temps utile|"
        "dans un proche avenir|dans les prochains mois|dans les mois à venir|à terme|régulièrement|périodiquement|"
        "de temps à autre|à intervalles réguliers|rapidement|à l’avenir|à l'avenir|ultérieurement|"
        "sans délai excessif",
        Kind.REFERENCE: "parties prenantes|autorités compétentes|lois applicables|lois en vigueur|"
        "réglementation applicable|réglementations applicables|normes internationales|standards internationaux|"
        "bonnes pratiques|meilleures pratiques|normes du secteur|pratiques du secteur|des tiers|experts indépendants|"
        "experts externes|procédures internes|autres mesures|certains pays",
    },
    "es": {
        Kind.STANDARD: "bien fundad~|fundad~|razonabl~|razonablemente|significativ~|significativamente|creíbl~|"
        "verosímil~|grave~|serio|seria|serios|serias|adecuad~|adecuadamente|suficient~|suficientemente|"
        "proporcionad~|legítim~|robust~|"
        "riguros~|exhaustiv~|alto riesgo|riesgo elevado|riesgos elevados|inaceptabl~|sustancial~|tolerancia cero|"
        "mejores esfuerzos|todos los esfuerzos|vulnerabl~|excesiv~|indebidamente|indebid~|considerabl~|"
        "reforzad~|justo|justa|justos|justas",
        Kind.EXCEPTION: "generalmente|en general|por lo general|por regla general|como regla general|habitualmente|"
        "normalmente|usualmente|en principio|mayormente|en la mayoría de los casos|a menudo|principalmente|"
        "suele|suelen|solemos",
        Kind.DISCRETION: "cuando corresponda|según corresponda|cuando proceda|si procede|en su caso|"
        "de ser necesario|cuando sea necesario|si es necesario|en caso necesario|en la medida de lo posible|"
        "siempre que sea posible|cuando sea posible|de ser posible|si fuera necesario|cuando sea pertinente|"
        "medidas apropiadas|medidas necesarias|medidas pertinentes|apropiad~|oportun~|pertinent~|caso por caso|"
        "en determinadas circunstancias|en ciertas circunstancias|en ciertos casos|en determinados casos",
        Kind.NUMBER: "varios|varias|un número de|una serie de|algunos|algunas|numeros~|diversos|diversas|múltiples|"
        "la mayoría|la gran mayoría|un número limitado|ciertos|ciertas|determinados|determinadas|muchos|"
        "muchas|pocos|pocas",
        Kind.TIME: "a la brevedad|a la mayor brevedad|lo antes posible|cuanto antes|próximamente|pronto|"
        "en su momento|en el momento oportuno|oportunamente|en un futuro próximo|en los próximos meses|"
        "en el futuro|en adelante|regularmente|periódicamente|con regularidad|de vez en cuando|con frecuencia|"
        "en breve|de manera oportuna|de forma continua|sin demora indebida",
        Kind.REFERENCE: "partes interesadas|grupos de interés|autoridades competentes|autoridades correspondientes|"
        "legislación aplicable|legislación vigente|leyes aplicables|normativa aplicable|normativa vigente|"
        "normas internacionales|estándares internacionales|buenas prácticas|mejores prácticas|estándares del sector|"
        "prácticas del sector|terceros|expertos independientes|expertos externos|procedimientos internos|"
        "otras medidas",
    },
    "de": {
        Kind.STANDARD: "begründet~|wohlbegründet~|angemessen~|erheblich~|wesentlich~|glaubhaft~|glaubwürdig~|"
        "schwerwiegend~|ernsthaft~|ernst zu nehmend~|ausreichend~|hinreichend~|verhältnismäßig~|legitim~|berechtigt~|"
        "robust~|streng~|gründlich~|umfassend~|hohes risiko|hohem risiko|hohe risiken|unvertretbar~|unannehmbar~|"
        "null toleranz|null-toleranz~|nach bestem bemühen|bestmöglich~|zumutbar~|schutzbedürftig~|vulnerabl~|"
        "übermäßig~|unangemessen~|sorgfältig~|fair~|maßgeblich~",
        Kind.EXCEPTION: "im allgemeinen|allgemein|in der regel|grundsätzlich|im grundsatz|üblicherweise|"
        "normalerweise|gewöhnlich|prinzipiell|im prinzip|überwiegend|meist|meistens|zumeist|größtenteils|weitgehend|"
        "in den meisten fällen|im wesentlichen|oft|häufig",
        Kind.DISCRETION: "gegebenenfalls|ggf.|soweit möglich|wenn möglich|falls möglich|nach möglichkeit|"
        "soweit erforderlich|falls erforderlich|wenn erforderlich|falls nötig|bei bedarf|wo angebracht|"
        "soweit angebracht|"
        "soweit angemessen|wo sinnvoll|soweit sinnvoll|im rahmen des möglichen|im rahmen unserer möglichkeiten|"
        "geeignete maßnahmen|geeigneten maßnahmen|entsprechende maßnahmen|notwendige maßnahmen|"
        "erforderliche maßnahmen|geeignet~|im einzelfall|von fall zu fall|unter bestimmten umständen|"
        "in bestimmten fällen|in begründeten ausnahmefällen|in ausnahmefällen",
        Kind.NUMBER: "eine reihe von|mehrere|mehreren|mehrerer|einige|einigen|einiger|etliche|zahlreich~|viele|vielen|"
        "vieler|verschiedene|verschiedenen|verschiedener|diverse|wenige|wenigen|eine vielzahl|der großteil|"
        "die meisten|die große mehrheit|eine begrenzte anzahl|bestimmte|bestimmten|bestimmter",
        Kind.TIME: "in absehbarer zeit|zu gegebener zeit|so bald wie möglich|so schnell wie möglich|möglichst bald|"
        "möglichst rasch|baldmöglichst|schnellstmöglich|demnächst|bald|in kürze|künftig|zukünftig|in zukunft|"
        "in den kommenden monaten|regelmäßig~|in regelmäßigen abständen|von zeit zu zeit|turnusmäßig~|zeitnah~|"
        "umgehend|zügig|mittelfristig|langfristig|perspektivisch|laufend|fortlaufend",
        Kind.REFERENCE: "relevante stakeholder|stakeholder|interessengruppen|zuständige behörden|zuständigen behörden|"
        "zuständige stellen|zuständigen stellen|geltendes recht|geltenden recht|geltende gesetze|geltenden gesetze|"
        "anwendbares recht|anwendbaren recht|einschlägige~|einschlägigen|internationale standards|"
        "internationalen standards|branchenstandards|branchenübliche~|branchenüblich~|bewährte verfahren|"
        "best practices|unabhängige experten|externe experten|interne verfahren|internen verfahren|"
        "weitere maßnahmen|gewisse|gewissen",
    },
    "ar": {
        Kind.STANDARD: "معقول~|جسيم~|خطير~|ملموس~|موثوق~|ذات مصداقية|كافٍ|كاف|كافية|بشكل كاف|متناسب~|مشروع~|صارم~|"
        "دقيق~|شامل~|مخاطر عالية|عالية المخاطر|غير مقبول~|جوهري~|قصارى جهدنا|قصارى جهدها|كل الجهود|"
        "الفئات الضعيفة|مفرط~|لا مبرر له|عدم التسامح|ذات أساس|قائمة على أسس",
        Kind.EXCEPTION: "عموما|عموماً|بشكل عام|بصفة عامة|بوجه عام|عادة|عادةً|في العادة|من حيث المبدأ|في الغالب|غالبا|"
        "غالباً|في معظم الحالات|في معظم الأحيان|إلى حد كبير",
        Kind.DISCRETION: "عند الاقتضاء|حسب الاقتضاء|عند الضرورة|إذا لزم الأمر|عند اللزوم|حيثما أمكن|قدر الإمكان|"
        "كلما أمكن|إن أمكن|حسب الحاجة|عند الحاجة|حيثما كان ذلك مناسبا|حيثما كان ذلك مناسباً|الإجراءات المناسبة|"
        "التدابير المناسبة|الإجراءات اللازمة|التدابير اللازمة|مناسب~|ملائم~|كل حالة على حدة|في ظروف معينة|"
        "في حالات معينة|في حالات استثنائية",
        Kind.NUMBER: "عدد من|العديد من|عدة|بعض|كثير من|الكثير من|مجموعة من|معظم|غالبية|عدد محدود|مختلف|متعدد~",
        Kind.TIME: "في الوقت المناسب|في أقرب وقت|في أقرب وقت ممكن|قريبا|قريباً|في المستقبل القريب|"
        "في الأشهر المقبلة|في المستقبل|مستقبلا|مستقبلاً|بانتظام|بشكل منتظم|بصورة منتظمة|بشكل دوري|دوريا|دورياً|"
        "من وقت لآخر|على الفور|دون تأخير|لاحقا|لاحقاً|في حينه",
        Kind.REFERENCE: "أصحاب المصلحة|الأطراف المعنية|الجهات المعنية|الجهات المختصة|السلطات المختصة|"
        "القوانين المعمول بها|القوانين السارية|القانون المعمول به|المعايير الدولية|أفضل الممارسات|معايير الصناعة|"
        "أطراف ثالثة|الغير|خبراء مستقلين|خبراء خارجيين|الإجراءات الداخلية|تدابير أخرى|دول معينة|عملاء معينين",
    },
}  # fmt: skip
_QUESTIONS: dict[str, dict[Kind, str]] = {
    "en": {
        Kind.STANDARD: "How is “{}” defined?",
        Kind.EXCEPTION: "“{}”: in which cases is it otherwise?",
        Kind.DISCRETION: "“{}”: who decides this, and by which criteria?",
        Kind.NUMBER: "“{}”: how many exactly, and which?",
        Kind.TIME: "“{}”: by which date, or how often?",
        Kind.REFERENCE: "“{}”: which exactly are meant?",
    },
    "fr": {
        Kind.STANDARD: "Comment « {} » est-il défini ?",
        Kind.EXCEPTION: "« {} » : dans quels cas en est-il autrement ?",
        Kind.DISCRETION: "« {} » : qui en décide, et selon quels critères ?",
        Kind.NUMBER: "« {} » : combien exactement, et lesquels ?",
        Kind.TIME: "« {} » : à quelle date, ou à quelle fréquence ?",
        Kind.REFERENCE: "« {} » : de quoi ou de qui s’agit-il exactement ?",
    },
    "es": {
        Kind.STANDARD: "¿Cómo se define «{}»?",
        Kind.EXCEPTION: "«{}»: ¿en qué casos no es así?",
        Kind.DISCRETION: "«{}»: ¿quién lo decide y con qué criterios?",
        Kind.NUMBER: "«{}»: ¿cuántos exactamente, y cuáles?",
        Kind.TIME: "«{}»: ¿en qué fecha, o con qué frecuencia?",
        Kind.REFERENCE: "«{}»: ¿de qué o de quiénes se trata exactamente?",
    },
    "de": {
        Kind.STANDARD: "Wie ist „{}“ definiert?",
        Kind.EXCEPTION: "„{}“: In welchen Fällen ist es anders?",
        Kind.DISCRETION: "„{}“: Wer entscheidet darüber, und nach welchen Kriterien?",
        Kind.NUMBER: "„{}“: Wie viele genau, und welche?",
        Kind.TIME: "„{}“: Bis wann, oder wie oft?",
        Kind.REFERENCE: "„{}“: Wer oder was genau ist gemeint?",
    },
    "ar": {
        Kind.STANDARD: "كيف يُعرَّف «{}»؟",
        Kind.EXCEPTION: "«{}»: في أي حالات يكون الأمر خلاف ذلك؟",
        Kind.DISCRETION: "«{}»: من يقرر ذلك، ووفق أي معايير؟",
        Kind.NUMBER: "«{}»: كم عددها بالضبط، وما هي؟",
        Kind.TIME: "«{}»: في أي موعد، أو كم مرة؟",
        Kind.REFERENCE: "«{}»: ما المقصود بالضبط؟",
    },
}
LANGUAGES = tuple(_TERMS)
# What follows or precedes a term that is being defined.
_DEFINES = re.compile(
    r"['\"”»“’]?\s*(?:,\s*)?(?:means?\b|is defined\b|are defined\b|shall mean\b|refers to\b|désigne|"
    r"signifie|s’entend|"
    r"s'entend|est défini|se define|significa|se entiende|se refiere a|bedeutet|bezeichnet|ist definiert|"
    r"يقصد به|يعني|يُعرَّف)",
    re.IGNORECASE,
)


def terms(text: str, language: str = "") -> tuple[Term, ...]:
    """The vague terms of a text in order, none within another; the longest where several begin at one place.

    Args:
        text: of a message, or a part of one.
        language: BCP 47; told by the text's words when not given. In a language without a list nothing is found.
    """
    spoken = _known(language or language_of(text))
    if not spoken:
        return ()
    found = [Term(match.start(), match.end(), match[0], _kind(match)) for match in _pattern(spoken).finditer(text)]
    defined = {one.exact.casefold() for one in found if _DEFINES.match(text, one.end)}
    return tuple(one for one in found if one.exact.casefold() not in defined)


def question(term: Term, language: str = "en") -> str:
    """The question to ask about a term, in a language; in English where that is not one of `LANGUAGES`."""
    return _QUESTIONS[_known(language) or "en"][term.kind].format(" ".join(term.exact.split()))


def _kind(match: re.Match[str]) -> Kind:
    return Kind(str(match.lastgroup).rstrip("0123456789"))


def _known(language: str) -> str:
    primary = language.partition("-")[0].lower()
    return primary if primary in _TERMS else ""


@lru_cache(maxsize=len(_TERMS))
def _pattern(language: str) -> re.Pattern[str]:
    # Longest first over all kinds, so that "unduly high" is one term and "appropriate measures" is not "appropriate".
    every = sorted(
        ((term, kind) for kind, listed in _TERMS[language].items() for term in listed.split("|")),
        key=lambda one: -len(one[0]),
    )
    before = r"(?<![^\W_])(?<![-‑])"
    if language == "ar":
        before += r"(?:[وفبلك]{0,2}(?:ال)?)"  # what is written together with the word that follows
    branches = "|".join(f"(?P<{kind}{n}>{_branch(term)})" for n, (term, kind) in enumerate(every))
    return re.compile(before + f"(?:{branches})" + r"(?![^\W_]|[-‑][^\W_])", re.IGNORECASE)


def _branch(term: str) -> str:
    """A term as a pattern: any white space between its words, any hyphen, and endings where it has `~`."""
    return (
        re.escape(term)
        .replace(r"\ ", r"\s+")
        .replace(r"\-", "[-‑ ]")
        .replace(r"\~", "~")
        .replace("~", _LETTER + r"{0,6}")
    )
