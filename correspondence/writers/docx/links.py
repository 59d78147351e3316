"""The links of a part: each address once."""


class Links:
    """The addresses that a part leads to, each once."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def id(self, target: str) -> str:
        """The relationship's identifier for an address."""
        return self._ids.setdefault(target, f"rIdLink{len(self._ids) + 1}")

    def entries(self) -> list[tuple[str, str, str, bool]]:
        """The relationships to write."""
        return [(identifier, "hyperlink", target, True) for target, identifier in self._ids.items()]
