"""Packs for people in meetings: one document of pages, written as slides, as paper and as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from conspectus.formats.packs.page import Pack

KINDS = ("pptx", "pdf", "xlsx")


def write(pack: Pack, kinds: Sequence[str] = KINDS) -> dict[str, bytes]:
    """Return the bytes of each kind asked for; the writers run beside one another."""
    writers = [(kind, _writer(kind)) for kind in kinds]
    with ThreadPoolExecutor(max_workers=len(writers) or 1) as pool:
        jobs = [(kind, pool.submit(writer, pack)) for kind, writer in writers]
        return {kind: job.result() for kind, job in jobs}


def _writer(kind: str) -> Callable[[Pack], bytes]:
    if kind == "pptx":
        from conspectus.formats.packs.slides import write_slides

        return write_slides
    if kind == "pdf":
        from conspectus.formats.packs.paper import write_paper

        return write_paper
    if kind == "xlsx":
        from conspectus.formats.packs.workbook import write_workbook

        return write_workbook
    raise ValueError(f"a pack is written as {', '.join(KINDS)}, not as {kind}")


def warm() -> None:
    """Load the writers' libraries ahead of use, so that a reader waiting elsewhere pays for it."""
    for name in ("pptx", "pptx.chart.data", "typst", "xlsxwriter"):
        import_module(name)
