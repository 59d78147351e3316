"""The process in which PDF is set: `python -m correspondence.writers.pdf.child`, JSON in; PDF or a line of JSON out.

A folder that holds the letter's pictures and nothing else is all that the typesetter may see. Request:
`{"root": folder, "letter": {…}, "fonts": [folders], "system_fonts": bool, "standards": [names]}`. Answer: `%PDF…`, or
`{"missing": characters}` where no font has them, or `{"error": reason}`.
"""

import json
import re
import sys
from importlib import resources
from typing import Any

from correspondence.isolation import leave_the_network, limit

CPU_SECONDS = 60
MEMORY_BYTES = 2 << 30
_MISSING = re.compile(r'the text `(".*?")` could not be displayed with', re.DOTALL)
_UNICODE_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


def main() -> None:
    """Read a request, limit this process, answer."""
    request = json.load(sys.stdin)
    try:
        import typst
    except ImportError:
        answer: bytes | dict[str, Any] = {"error": "no-typst"}
    else:
        leave_the_network()
        limit(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES, file_bytes=MEMORY_BYTES)
        program = resources.files("correspondence.writers.pdf").joinpath("letter.typ").read_bytes()
        try:
            answer = typst.compile(
                program,
                root=request["root"],
                font_paths=request["fonts"],
                ignore_system_fonts=not request["system_fonts"],
                sys_inputs={"letter": json.dumps(request["letter"])},
                format="pdf",
                pdf_standards=request["standards"],
                package_path=request["root"],
                package_cache_path=request["root"],
            )
        except typst.TypstError as error:
            missing = {_unescaped(found) for found in _MISSING.findall(error.diagnostic)}
            answer = {"missing": "".join(sorted(missing))} if missing else {"error": error.message}
    sys.stdout.buffer.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())


def _unescaped(quoted: str) -> str:
    """The characters of a text as Rust prints it for debugging."""
    spelled = _UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), quoted[1:-1])
    return re.sub(r"\\(.)", r"\1", spelled)


if __name__ == "__main__":
    main()
