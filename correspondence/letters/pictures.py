"""Pictures of a letter: taken from the originals that the store keeps, never from anywhere else."""

import re
from dataclasses import replace

from correspondence.document.nodes import Document, Image, map_images
from correspondence.errors import Finding
from correspondence.overview import originals
from correspondence.store.reading import Reader
from correspondence.writers.pictures import bare

_KEPT = re.compile(r"files/([0-9a-f]{64})(?:\.[A-Za-z0-9]{1,8})?")


def with_pictures(reader: Reader, document: Document) -> tuple[Document, list[Finding]]:
    """The document with the pictures that it names as `files/SHA256.ext`, without their metadata.

    What cannot be shown keeps its words, and a finding says why.
    """
    findings: list[Finding] = []

    def shown(image: Image) -> Image:
        place = f"picture {image.alternative or image.target[:60]}"
        if not image.alternative.strip():
            findings.append(
                Finding(
                    "picture-without-words",
                    place,
                    "has no words for those who do not see it",
                    "say in the brackets what it shows: ![words](…)",
                    about=image.target,
                )
            )
        kept = _KEPT.fullmatch(image.target)
        if kept is None:
            reason = "is not among the files kept here; nothing is fetched, and its words are printed instead"
            fix = "log it as a file of a message, and name it files/SHA256.png"
            findings.append(Finding("picture-elsewhere", place, reason, fix, about=image.target))
            return image
        content = originals.content(reader, kept[1])
        if content is None:
            reason = f"no file of the digest {kept[1][:12]}… is kept here; its words are printed instead"
            findings.append(Finding("picture-missing", place, reason, about=image.target))
            return image
        try:
            return replace(image, picture=bare(content))
        except ValueError as error:
            reason = f"{error}; its words are printed instead"
            findings.append(Finding("picture-unusable", place, reason, about=image.target))
            return image

    return map_images(document, shown), findings
