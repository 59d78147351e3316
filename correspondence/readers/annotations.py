"""What people put on the pages of a PDF: what they filled in, and their comments (ISO 32000-1, 12.5 and 12.7)."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from pypdfium2 import raw

from correspondence.text.normalise import normalise

_MOST_ON_A_PAGE = 2_000
_MOST_BYTES = 1 << 20
_OFF_THE_PAGE = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_SECRET = 1 << 13  # a field for a password (table 228)
_WRITTEN = {raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX}
_TICKED = {raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON}
_REMARKS = {
    raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_SQUIGGLY,
    raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_CARET,
}  # fmt: skip
_NO_NAMES = {"", "yes", "on", "1", "true", "off"}


@dataclass(slots=True)
class Written:
    """What stands on a page beside what was printed on it.

    Attributes:
        filled: each field that holds something as `name: value`, one that is ticked as `[x] name`, and free text.
        comments: each with its author in brackets before it, where it names one.
        stamped: whether it shows stamps or the looks of signatures, whose words are known by drawing them alone.
    """

    filled: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    stamped: bool = False


def written_on(page: pdfium.PdfPage) -> Written:
    """What people filled in and remarked on a page; fields only when the document's forms were initialized."""
    found = Written()
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ON_A_PAGE)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(annotation) & _OFF_THE_PAGE:
                _look(page, annotation, found)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def stamps_on(page: pdfium.PdfPage) -> bool:
    """Draw annotations into a page, which shows them when it is opened again; whether there were any."""
    return bool(raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)


def _look(page: pdfium.PdfPage, annotation: raw.FPDF_ANNOTATION, found: Written) -> None:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_STAMP:
        found.stamped = True
    elif kind == raw.FPDF_ANNOT_WIDGET and page.formenv:
        signature = raw.FPDFAnnot_GetFormFieldType(page.formenv, annotation) == raw.FPDF_FORMFIELD_SIGNATURE
        found.stamped = found.stamped or signature
        if said := _field(page.formenv, annotation):
            found.filled.append(said)
    elif kind == raw.FPDF_ANNOT_FREETEXT:
        if said := _entry(annotation, b"Contents"):
            found.filled.append(said)
    elif kind in _REMARKS and (said := _entry(annotation, b"Contents")):
        author = " ".join(_entry(annotation, b"T").split())
        found.comments.append(f"[{author}] {said}" if author else said)


def _field(form: pdfium.PdfFormEnv, annotation: raw.FPDF_ANNOTATION) -> str:
    """What a field holds, with what it is called; "" when it holds nothing."""
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind not in _WRITTEN | _TICKED:
        return ""
    own = _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldName(form, annotation, buffer, size))
    shown = _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldAlternateName(form, annotation, buffer, size))
    name = " ".join((shown or own.rpartition(".")[2]).split())
    if kind in _TICKED:
        if not raw.FPDFAnnot_IsChecked(form, annotation):
            return ""
        value = _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldExportValue(form, annotation, buffer, size))
        return f"[x] {name}" + ("" if value.lower() in _NO_NAMES else f": {value}")
    if raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _SECRET:
        return ""
    value = _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))
    return f"{name}: {value}" if name and value else value


def _entry(annotation: raw.FPDF_ANNOTATION, key: bytes) -> str:
    return _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _string(get: Callable[[object, int], int]) -> str:
    """A string as PDFium gives it: in UTF-16, once its length in bytes has been asked."""
    length = min(get(None, 0), _MOST_BYTES)
    if length <= 2:  # noqa: PLR2004  # the character that ends it
        return ""
    buffer = ctypes.create_string_buffer(length)
    get(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    text = buffer.raw[: length - 2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return normalise(text.replace("\x00", "")).strip()
