"""The review: a folder of files seen as one portfolio, with its pack, and nothing stored."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from conspectus.review import Review, pack_bytes, run
from conspectus.rooms.accounts.models import User

from ..answers import hand_over, page, show
from ..asking import asker, sent
from ..forms.upload import ReviewForm
from ..staging import TooLarge, find_made, find_set, keep_made, stage, stage_set, take
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
    by = asker(request)
    form, status = ReviewForm(*sent(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                staged = stage(by, given["plans"])
                costs = stage(by, [given["costs"]])[0] if given["costs"] else None
                said = {"costs": costs.digest if costs else "", "costs_name": costs.name if costs else ""}
                day = given["status_date"].isoformat() if given["status_date"] else ""
                return redirect("reviewed", stage_set(by, staged, status_date=day, **said))
            except TooLarge as refusal:
                form.add_error("plans", refusal.words)
                status = 413
    return show(request, "review/review.html", {"form": form}, status=status)


@require_safe
@page
def reviewed(request: HttpRequest, key: str) -> HttpResponse:
    """Show the portfolio that the files make."""
    result = _run(asker(request), key)
    told = {
        "review": result,
        "rows": review_rows(result),
        "totals": review_totals(result),
        "key": key,
        "kinds": tuple(KINDS),
        "findings": sorted(
            result.findings, key=lambda item: ("refused", "error", "warning", "note").index(item.finding.severity)
        ),
    }
    return show(request, "review/reviewed.html", told)


@require_safe
@page
def review_pack(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Hand over one file of the review's pack; made once, the same bytes ever after."""
    if kind not in KINDS:
        raise Http404
    by = asker(request)
    find_set(by, key)
    name = f"board-pack.{kind}"
    data = find_made(by, f"{key}.{kind}")
    if data is None:
        for made, content in pack_bytes(_run(by, key)).items():
            keep_made(by, f"{key}.{made.rpartition('.')[2]}", content)
        data = find_made(by, f"{key}.{kind}")
    if data is None:
        raise Http404
    return hand_over(data, name, KINDS[kind])


def _run(by: User, key: str) -> Review:
    """Run the review of a kept set of files."""
    staged, said = find_set(by, key)
    files = [(one.name, take(by, one.digest)) for one in staged]
    costs = (said["costs_name"], take(by, said["costs"])) if said.get("costs") else None
    return run(files, costs=costs, status_date=said.get("status_date") or None)
