"""LibreOffice without a window, told in Basic what to do with documents."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SHARED = """
Function Opened(path As String) As Object
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Opened = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
End Function
Sub Saved(document As Object, path As String)
  Dim format(0) As New com.sun.star.beans.PropertyValue
  format(0).Name = "FilterName"
  format(0).Value = "MS Word 2007 XML"
  document.storeToURL(ConvertToURL(path), format())
  document.close(True)
End Sub
Function Found(document As Object, words As String) As Object
  search = document.createSearchDescriptor()
  search.SearchString = words
  search.SearchCaseSensitive = True
  Found = document.findFirst(search)
End Function
"""


def office(folder: Path, basic: str) -> None:
    """Run the body of a Basic subroutine in LibreOffice; skips where it is not installed.

    It may call `Opened(path)`, `Found(document, words)` and `Saved(document, path)`.
    """
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("soffice is not installed")
        pytest.skip("soffice is not installed")
    profile = folder / "profile"
    run = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    subprocess.run([*run, "--terminate_after_init"], check=True, capture_output=True, timeout=180)
    module = f"{_SHARED}Sub Main\n{basic}\n  StarDesktop.terminate()\nEnd Sub\n"
    escaped = module.replace("&", "&amp;").replace('"', "&quot;")
    standard = profile / "user" / "basic" / "Standard"
    standard.mkdir(parents=True, exist_ok=True)
    (standard / "Module1.xba").write_text(
        f'{_HEADER}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
        f'script:language="StarBasic">{escaped}</script:module>',
        encoding="utf-8",
    )
    (standard / "script.xlb").write_text(
        f'{_HEADER}<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
        'library:readonly="false"><library:element library:name="Module1"/></library:library>',
        encoding="utf-8",
    )
    macro = "vnd.sun.star.script:Standard.Module1.Main?language=Basic&location=application"
    subprocess.run([*run, macro], check=True, capture_output=True, timeout=180)
