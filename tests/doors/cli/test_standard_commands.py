"""`conspectus standard`: a pack compared with another, or with what is published."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cast import Cast
from tests.doors.areas.standards import published

from conspectus.doors.cli import run


def test_a_pack_is_compared_with_another_or_with_what_is_published(
    cast: Cast, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    version = published("small", "Small works")
    same, later, unknown = (tmp_path / name for name in ("same.yaml", "later.yaml", "unknown.yaml"))
    same.write_text(version.text)
    later.write_text(version.text.replace("Small works", "Small buildings"))
    unknown.write_text(version.text.replace("key: small", "key: tiny", 1))
    assert run(["standard", "diff", str(same), str(later)]) == 0
    assert "Small buildings" in capsys.readouterr().out
    assert run(["standard", "diff", str(later)]) == 0
    said = capsys.readouterr().out
    assert "Against Small works 1.0, as published." in said
    assert "Small buildings" in said
    assert run(["standard", "diff", str(same)]) == 0
    assert "0 added, 0 removed, 0 changed" in capsys.readouterr().out
    assert run(["standard", "diff", str(unknown)]) == 2
    assert "tiny" in capsys.readouterr().err
