"""What the page that reviews asks for and decides, as JSON below /review/api/."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from skillgraph.deciding.desk import Desk
from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.wishes import Bulk, Decide, Run, Selected, Undo, wish
from skillgraph.serve import assets

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

#: The status of HTTP for what was not done.
_STATUS = {
    "bad": 400, "reviewer": 400, "absent": 404, "changed": 409, "in_use": 409, "later": 409, "count": 409,
    "busy": 409, "wrong": 422, "tables": 422, "text": 503, "unwritable": 503,
}  # fmt: skip
_API = "/review/api"
#: Fields of an answer that are words for people, and those that hold what has such fields.
_SAID, _SAYING = ("message", "behind", "problem", "notices"), ("problems", "reports")
#: Events that are told at most, known things too.
_MOST = 1000


def routes(desk: Desk) -> list[Route]:
    """Where what is asked and decided.

    Args:
        desk: with the reports under review.
    """
    from starlette.routing import Route

    views = _Views(desk)
    asked: dict[str, Callable[[Request], Any]] = {
        "/me": views.me,
        "/reports": lambda request: {"reports": desk.overview()},
        "/reports/{report}": views.whole,
        "/reports/{report}/pairs": views.pairs,
        "/reports/{report}/text": lambda request: views.report(request).text(),
        "/reports/{report}/conflicts": lambda request: {"conflicts": views.report(request).conflicts()},
        "/reports/{report}/history": views.history,
        "/jobs/{job}": lambda request: desk.run(request.path_params["job"]).told(),
        "/vocabulary": lambda request: desk.vocabulary(request.query_params.get("report", "")),
        "/things": views.things,
    }
    decided: dict[str, Callable[[Request, bytes], Any]] = {
        "/reports/{report}/decisions": lambda request, body: views.report(request).decide(wish(body, Decide)),
        "/reports/{report}/undo": lambda request, body: views.report(request).undo(wish(body, Undo)),
        "/reports/{report}/bulk": lambda request, body: views.report(request).bulk(wish(body, Bulk)),
        "/reports/{report}/read": lambda request, body: views.report(request).read(wish(body, Selected)),
        "/reports/{report}/extract": views.extract,
    }
    return [
        *(Route(f"{_API}{path}", _getting(answer, desk)) for path, answer in asked.items()),
        *(Route(f"{_API}{path}", _posting(answer, desk), methods=["POST"]) for path, answer in decided.items()),
    ]


class _Views:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def report(self, request: Request) -> Any:
        """The report of an address."""
        return self._desk.report(request.path_params["report"])

    def me(self, request: Request) -> dict[str, Any]:
        """Who reviews."""
        return {"reviewer": self._desk.reviewer, "reviewers": self._desk.reviewers()}

    def whole(self, request: Request) -> dict[str, Any]:
        """All of a report."""
        query = request.query_params
        told = self.report(request).whole(query.get("by", ""), query.get("only", ""))
        run = self._desk.running(told["id"])
        return {**told, "job": run.told() if run else None}

    def pairs(self, request: Request) -> dict[str, Any]:
        """What may be the same thing."""
        report = self.report(request)
        found = [
            msgspec.structs.replace(p, warning_zh=self._desk.chinese(p.warning)) if p.warning else p
            for p in report.pairs()
        ]
        return {"version": report.report.version, "proposals": found}

    def history(self, request: Request) -> dict[str, Any]:
        """What was decided."""
        query = request.query_params
        return {"events": self.report(request).history(query.get("by", ""), _number(query.get("limit", ""), 50))}

    def things(self, request: Request) -> dict[str, Any]:
        """Known things."""
        query = request.query_params
        most = _number(query.get("limit", ""), 20)
        return {"things": self._desk.things(query.get("q", "")[:200], query.get("class", ""), most)}

    def extract(self, request: Request, body: bytes) -> dict[str, Any]:
        """Begins to propose relations and figures of the names that are confirmed."""
        wish(body, Run)
        run = self._desk.extract(request.path_params["report"])
        return {"job": run.id}


def _getting(answer: Callable[[Request], Any], desk: Desk) -> Callable[[Request], Any]:
    from starlette.responses import Response

    async def view(request: Request) -> Response:
        reply = await _answered(lambda: answer(request), desk)
        tag = assets.tag_of(bytes(reply.body))
        if reply.status_code == 200 and assets.is_known(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        reply.headers["ETag"] = tag
        return reply

    return view


def _posting(answer: Callable[[Request, bytes], Any], desk: Desk) -> Callable[[Request], Any]:
    async def view(request: Request) -> Response:
        body = await request.body()
        return await _answered(
            lambda: answer(request, body), desk, 202 if request.url.path.endswith("/extract") else 200
        )

    return view


async def _answered(answer: Callable[[], Any], desk: Desk, status: int = 200) -> Response:
    from starlette.responses import Response

    try:
        told = await _aside(answer)
    except NotDone as error:
        told, status = {"error": error.error, "message": str(error), **error.more}, _STATUS[error.error]
    return Response(msgspec.json.encode(_in_both(told, desk.chinese)), status, media_type="application/json")


async def _aside(answer: Callable[[], Any]) -> Any:
    """What a function gives that may wait, for a folder that another program holds as well.

    It runs in a thread that the end of the server doesn't wait for: what is not answered is not promised, and files
    are whole or not there.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()

    def tell(told: Any, error: BaseException | None) -> None:
        if not future.done():
            future.set_result(told) if error is None else future.set_exception(error)

    def run() -> None:
        told, error = None, None
        try:
            told = answer()
        except BaseException as raised:
            error = raised
        # The loop may be closed already.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(tell, told, error)

    threading.Thread(target=run, daemon=True).start()
    return await future


def _in_both(told: dict[str, Any], chinese: Callable[[str], str]) -> dict[str, Any]:
    """An answer in which what is said in words is said in Chinese, too."""
    found = dict(told)
    for field in _SAID:
        if said := told.get(field):
            found[f"{field}_zh"] = chinese(said) if isinstance(said, str) else [*map(chinese, said)]
    for field in _SAYING:
        if field in told:
            found[field] = [_in_both(one, chinese) if isinstance(one, dict) else one for one in told[field]]
    return found


def _number(text: str, default: int) -> int:
    return min(int(text), _MOST) if text.isascii() and text.isdigit() and len(text) < 6 else default
