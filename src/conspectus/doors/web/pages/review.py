"""The review: a folder of files seen as one portfolio, with its pack, and nothing stored."""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.journeys.long_work import pack_of, review_of, start_files
from conspectus.kit.errors import Invalid, NotFound
from conspectus.kit.staging import TooLarge, stage
from conspectus.rooms.runs.choices import Kind, State
from conspectus.rooms.runs.models import Run
from conspectus.rooms.runs.queries import get_run

from ..answers import hand_over, page, show
from ..asking import asker, at, sent
from ..forms.upload import ReviewForm
from ..tables.review import review_rows, review_totals

KINDS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def review(request: HttpRequest) -> HttpResponse:
    """Take a folder of files and go on to what they say."""
    form, status = ReviewForm(*sent(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect("run", _start(request, form).pk)
            except TooLarge as refusal:
                form.add_error("plans", refusal.words)
                status = 413
            except Invalid as refusal:
                form.take(refusal)
    return show(request, "review/review.html", {"form": form}, status=status)


@require_safe
@page
def reviewed(request: HttpRequest, review_id: str) -> HttpResponse:
    """Show the portfolio that the files make."""
    run = _get(request, review_id)
    if run.state != State.DONE:
        return redirect("run", run.pk)
    result = review_of(run)
    told = {
        "review": result,
        "rows": review_rows(result),
        "totals": review_totals(result),
        "key": run.pk,
        "kinds": tuple(KINDS),
        "findings": sorted(
            result.findings, key=lambda item: ("refused", "error", "warning", "note").index(item.finding.severity)
        ),
    }
    return show(request, "review/reviewed.html", told)


@require_safe
@page
def review_pack(request: HttpRequest, review_id: str, kind: str) -> HttpResponse:
    """Hand over one file of the review's pack; made once, the same bytes ever after."""
    if kind not in KINDS:
        raise Http404
    return hand_over(pack_of(_get(request, review_id), kind), f"board-pack.{kind}", KINDS[kind])


def _start(request: HttpRequest, form: ReviewForm) -> Run:
    by, given = asker(request), form.cleaned_data
    form.said.check()
    staged = stage(by.pk, given["plans"])
    costs = stage(by.pk, [given["costs"]])[0] if given["costs"] else None
    said = {
        "costs": {"name": costs.name, "digest": costs.digest} if costs else None,
        "said": asdict(form.said),
    }
    return start_files(kind=Kind.REVIEW, staged=staged, said=said, by=by, at=at(request))


def _get(request: HttpRequest, review_id: str) -> Run:
    run = get_run(asker(request), review_id)
    if run.kind != Kind.REVIEW:
        raise NotFound
    return run
