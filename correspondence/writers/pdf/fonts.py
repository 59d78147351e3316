"""Where fonts lie that the typesetter brings not itself: in installed font packages.

Typst brings a serif for Latin, Greek and Cyrillic, and DejaVu Sans Mono. What other scripts need comes from packages of
freely licensed fonts, so that a letter looks the same on every machine that has them; the machine's own are asked last.
"""

import re
from functools import lru_cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

# Packages whose folder holds Noto fonts (SIL Open Font License 1.1), and the entry points of those of single families.
PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
FAMILIES = "fontpkg.family"

SERIF = "Libertinus Serif"
MONO = "DejaVu Sans Mono"
# In order, for what the serif lacks; a family that is not there is passed over.
BEHIND = ("Amiri", "Noto Naskh Arabic", "Noto Sans Arabic", "Noto Serif Hebrew", "Noto Sans Hebrew")

# Letters of scripts for which the typesetter brings no font, or none to read a page in.
OTHER_SCRIPTS = re.compile(
    "[\u0530-\u1cff\u2e80-\ua63f\ua6a0-\uab2f\uab70-\ufaff\ufb13-\ufdff\ufe70-\ufefe\U00010000-\U0001cfff\U00020000-\U0003ffff]"
)


@lru_cache(maxsize=1)
def folders() -> tuple[str, ...]:
    """The folders of installed font packages, sorted by package."""
    names = {*PACKAGES, *(point.value for point in entry_points(group=FAMILIES))}
    specs = (find_spec(name) for name in sorted(names) if name.isidentifier())
    return tuple(str(Path(spec.origin).parent) for spec in specs if spec is not None and spec.origin)
