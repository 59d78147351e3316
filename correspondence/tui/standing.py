"""How far a campaign's letter to one company is, in a mark and few words: both say the same without colours."""

from datetime import date

from correspondence.overview.campaigns import StandingRow

WIDTH = 18  # cells of the longest of these words


def standing(row: StandingRow, today: date) -> tuple[str, str, str]:
    """A mark, its tone, and the words: a draft, frozen, sent, late or replied."""
    late = row.late_days(today)
    if row.letter.replied:
        return ("←", "good", f"replied {row.letter.replied}") if late is None else ("←", "warn", f"came {late} d late")
    if not row.letter.revisions:
        return "·", "muted", "draft"
    sent = row.sent(today)
    if sent is None:
        return "·", "muted", "frozen"
    return ("→", "", f"sent {sent}") if late is None else ("!", "bad", f"late {late} d")
