"""Pictures in the text as inline drawings (ECMA-376 part 1, 20.4.2.8), with their words for those who do not see."""

from correspondence.document.nodes import Picture
from correspondence.writers.docx.xml import attribute

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_EMU_PER_PIXEL = 9_525  # a CSS pixel, 1/96 inch
_EMU_PER_TWIP = 635


class Drawings:
    """The pictures of one part, each kept once; none is wider than the text."""

    def __init__(self, folder: str, text_width: int) -> None:
        self._folder = folder
        self._widest = text_width * _EMU_PER_TWIP
        self._names: dict[bytes, tuple[str, str]] = {}
        self._drawn = 0

    def draw(self, picture: Picture, alternative: str) -> str:
        """A run that shows a picture."""
        number = len(self._names) + 1
        identifier, _ = self._names.setdefault(
            picture.content, (f"rIdPicture{number}", f"media/{self._folder}{number}.{picture.kind}")
        )
        self._drawn += 1
        width = min(picture.width * _EMU_PER_PIXEL, self._widest)
        height = max(1, round(picture.height * width / picture.width))
        size = f'cx="{width}" cy="{height}"'
        words = attribute(alternative)
        return (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr id="{self._drawn}" name="Picture {self._drawn}" descr={words}/>'
            f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}">'
            f'<pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr><pic:cNvPr id="{self._drawn}" name="Picture {self._drawn}" '
            f'descr={words}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{identifier}"/>'
            f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )

    def entries(self) -> list[tuple[str, str, str, bool]]:
        """The relationships to write."""
        return [(identifier, "image", name, False) for identifier, name in self._names.values()]

    def parts(self) -> dict[str, bytes]:
        """The pictures themselves, by the names of their parts."""
        return {f"word/{name}": content for content, (_, name) in self._names.items()}
