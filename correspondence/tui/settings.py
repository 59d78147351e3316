"""What a user chose, kept in their own settings file; losing it is never an error."""

import tomllib
from pathlib import Path

_APPLICATION = "correspondence"


def path() -> Path:
    """The settings file, which need not exist."""
    from platformdirs import user_config_path  # only when settings are read or written

    return user_config_path(_APPLICATION) / "settings.toml"


def theme() -> str | None:
    """The theme that was chosen last, or None."""
    try:
        chosen = tomllib.loads(path().read_text(encoding="utf-8")).get("theme")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    return chosen if isinstance(chosen, str) else None


def keep_theme(name: str) -> None:
    """Remember a theme, and leave whatever else the file says, comments included."""
    import tomlkit  # only when a choice is kept
    from tomlkit.exceptions import TOMLKitError

    target = path()
    try:
        document = tomlkit.parse(target.read_text(encoding="utf-8")) if target.exists() else tomlkit.document()
        document["theme"] = name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(tomlkit.dumps(document), encoding="utf-8")
    except (OSError, UnicodeDecodeError, TOMLKitError):
        return
