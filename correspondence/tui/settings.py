"""What a user chose, kept in their own settings file; losing it is never an error."""

from correspondence.workspace import settings_file


def theme() -> str | None:
    """The theme that was chosen last, or None."""
    try:
        text = settings_file().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    import tomllib  # most have chosen nothing yet

    try:
        chosen = tomllib.loads(text).get("theme")
    except tomllib.TOMLDecodeError:
        return None
    return chosen if isinstance(chosen, str) else None


def keep_theme(name: str) -> None:
    """Remember a theme, and leave whatever else the file says, comments included."""
    import tomlkit  # only when a choice is kept
    from tomlkit.exceptions import TOMLKitError

    target = settings_file()
    try:
        document = tomlkit.parse(target.read_text(encoding="utf-8")) if target.exists() else tomlkit.document()
        document["theme"] = name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(tomlkit.dumps(document), encoding="utf-8")
    except (OSError, UnicodeDecodeError, TOMLKitError):
        return
