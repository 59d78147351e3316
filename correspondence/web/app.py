"""The web application: the letter with its form, the page to confirm, and the few that say one thing."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from correspondence.errors import StoreError
from correspondence.overview.page import InvitationRow
from correspondence.signons.page import BusyError, ChangedTextError, OverError, TokenError
from correspondence.signons.page_form import read as read_fields
from correspondence.web import forms
from correspondence.web.guard import Application, Guard
from correspondence.web.limits import Limit, household
from correspondence.web.mails import Mailer
from correspondence.web.site import Shown, Site
from correspondence.web.views import Form, Views
from correspondence.web.words import Words, nearest, wished

_LOG = logging.getLogger(__name__)
_SIGN, _CONFIRM = "sign", "confirm"
_TRAP = "fax"
_LOOKS = (120, 1.0)  # of one visitor: at once, and then one in so many seconds
_SENDS = (10, 30.0)
_PAUSE = 30.0  # seconds between looks for mails whose time has come
_LONGEST = 200  # of a token in a path
_STATUS = {404: "not-found", 405: "refused", 408: "failed", 413: "too-large", 429: "too-many"}
_MISDIRECTED = 500


@dataclass(frozen=True, slots=True)
class Options:
    """How the page is served.

    Attributes:
        base: the address by which people reach it, without a slash at its end.
        hosts: the names, with ports, under which it answers.
        is_open: whether anybody may sign, or only who has a personal link.
        proxy: whether requests come through a proxy that tells the visitor's address.
        contact: an address for questions, or empty.
    """

    base: str
    hosts: frozenset[str]
    is_open: bool = True
    proxy: bool = False
    contact: str = ""


class Pages:
    """Answers requests for one letter's page."""

    def __init__(self, site: Site, options: Options, words: Mapping[str, Words], mailer: Mailer | None) -> None:
        self._site = site
        self._options = options
        self._words = words
        self._mailer = mailer
        parts = urlsplit(options.base)
        self._prefix = parts.path
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._secure = parts.scheme == "https"
        # A cookie of that name can come from this very host only (RFC 6265bis, section 4.1.3.2).
        self._cookie = "__Host-form" if self._secure and not self._prefix else "form"
        self._tokens = forms.Tokens()
        self._looks = Limit(*_LOOKS)
        self._sends = Limit(*_SENDS)
        self._wake = asyncio.Event()
        self.views = Views(tuple(words), home=f"{self._prefix}/", contact=options.contact)

    def application(self) -> Application:
        """The whole as an ASGI application."""
        routes = [
            Route("/", self.letter, methods=["GET"]),
            Route("/", self.enter, methods=["POST"]),
            Route("/i/{reference}", self.letter, methods=["GET"]),
            Route("/i/{reference}", self.enter, methods=["POST"]),
            Route("/c/{token}", self.look, methods=["GET"]),
            Route("/c/{token}", self.confirm, methods=["POST"]),
            Route("/sent", self._says("sent"), methods=["GET"]),
            Route("/thanks", self._says("thanks"), methods=["GET"]),
            Route("/robots.txt", _robots, methods=["GET"]),
        ]
        inner = Starlette(
            routes=routes,
            lifespan=self._mailing,
            exception_handlers={
                HTTPException: self._refuse,
                forms.FormError: self._refuse,
                StoreError: self._unready,
                Exception: self._fail,
            },
        )
        inner.router.redirect_slashes = False
        return Guard(inner, hosts=self._options.hosts, policy=self.views.policy, secure=self._secure)

    async def letter(self, request: Request) -> Response:
        """The letter, with the form when it can be signed."""
        self._see(request, self._looks)
        shown = await run_in_threadpool(self._site.shown)
        invited = await self._invited(request)
        t = self._language(request, invited.language if invited else "", shown.language)
        if invited is None and "reference" in request.path_params:
            return self._message(t, "unknown-link", 404)
        if shown.over or (invited is None and not self._options.is_open):
            return HTMLResponse(self.views.letter(t, shown, None))
        known = {"name": invited.name, "kind": invited.kind, "country": invited.country} if invited else {}
        return self._form(request, t, shown, Form("", values=known, invited=invited.name if invited else ""))

    async def enter(self, request: Request) -> Response:
        """Take what was entered, or say what is to be mended."""
        given = await self._given(request)
        shown = await run_in_threadpool(self._site.shown)
        invited = await self._invited(request)
        t = self._language(request, invited.language if invited else "", shown.language)
        if invited is None and ("reference" in request.path_params or not self._options.is_open):
            return self._message(t, "refused", 403, home=True)
        if given.get(_TRAP):
            return self._to("sent", t)
        found = read_fields(given)
        form = Form("", values=found.values, faults=found.faults, invited=invited.name if invited else "")
        if not self._is_ours(request, given, _SIGN):
            return self._form(request, t, shown, _noticed(form, "stale"), 403)
        if shown.over:
            return HTMLResponse(self.views.letter(t, shown, None), 403)
        if found.submission is None:
            return self._form(request, t, shown, form, 422)
        try:
            await run_in_threadpool(
                self._site.enter,
                found.submission,
                text=given.get("text", ""),
                language=t.language,
                invited=invited.signon if invited else None,
            )
        except ChangedTextError:
            shown = await run_in_threadpool(self._site.shown)
            return self._form(request, t, shown, _noticed(form, "changed"), 409)
        except OverError:
            shown = await run_in_threadpool(self._site.shown)
            return HTMLResponse(self.views.letter(t, shown, None), 403)
        except (BusyError, StoreError):
            return self._form(request, t, shown, _noticed(form, "busy"), 503)
        self._wake.set()
        return self._to("sent", t)

    async def look(self, request: Request) -> Response:
        """What a link from a mail leads to: what was entered, to be looked at; looking confirms nothing."""
        self._see(request, self._looks)
        return await self._to_confirm(request)

    async def confirm(self, request: Request) -> Response:
        """Confirm an entry."""
        given = await self._given(request)
        if not self._is_ours(request, given, _CONFIRM):
            return await self._to_confirm(request, "stale", 403)
        token = request.path_params["token"]
        try:
            await run_in_threadpool(self._site.confirm, token, text=given.get("text", ""))
        except TokenError:
            return await self._to_confirm(request, "", 410)
        except ChangedTextError:
            return await self._to_confirm(request, "confirm-changed", 409)
        except StoreError:
            return await self._to_confirm(request, "busy", 503)
        return self._to("thanks", self._language(request, "", ""))

    async def _to_confirm(self, request: Request, notice: str = "", status: int = 200) -> Response:
        token = request.path_params["token"][:_LONGEST]
        entry = await run_in_threadpool(self._site.entry, token)
        if entry is None:
            return self._message(self._language(request, "", ""), "expired", 410, home=True)
        t = self._language(request, entry.language, "")
        if entry.answer is not None:
            return self._message(t, "used", 200)
        shown = await run_in_threadpool(self._site.shown)
        if not notice and entry.revision not in shown.same:
            notice = "confirm-changed"
        nonce, field = self._issued(request, _CONFIRM)
        page = HTMLResponse(self.views.confirm(t, shown, entry, token=field, notice=notice), status)
        return self._with_cookie(page, nonce)

    def _form(self, request: Request, t: Words, shown: Shown, form: Form, status: int = 200) -> Response:
        nonce, field = self._issued(request, _SIGN)
        shown_form = Form(field, form.values, form.faults, form.notice, form.invited)
        return self._with_cookie(HTMLResponse(self.views.letter(t, shown, shown_form), status), nonce)

    def _issued(self, request: Request, use: str) -> tuple[str, str]:
        nonce = self._tokens.nonce(request.cookies.get(self._cookie, ""))
        return nonce, self._tokens.issue(nonce, use, time.time())

    def _with_cookie(self, response: Response, nonce: str) -> Response:
        path = "/" if self._cookie.startswith("__Host-") else f"{self._prefix}/"
        response.set_cookie(self._cookie, nonce, path=path, secure=self._secure, httponly=True, samesite="lax")
        return response

    async def _given(self, request: Request) -> dict[str, str]:
        """The fields of a form from a page of ours, after everything that can be told without reading it."""
        headers = request.headers
        if not forms.same_site(headers.get("sec-fetch-site", ""), headers.get("origin", ""), self._origin):
            raise HTTPException(403)
        self._see(request, self._sends)
        kind, length = headers.get("content-type", ""), headers.get("content-length", "")
        return await forms.read(kind, length, request.stream())

    def _is_ours(self, request: Request, given: Mapping[str, str], use: str) -> bool:
        return self._tokens.holds(given.get("token", ""), request.cookies.get(self._cookie, ""), use, time.time())

    async def _invited(self, request: Request) -> InvitationRow | None:
        reference = request.path_params.get("reference", "")
        if not reference or len(reference) > _LONGEST:
            return None
        return await run_in_threadpool(self._site.invitation, reference)

    def _see(self, request: Request, limit: Limit) -> None:
        """Stop who comes too often."""
        address = request.client.host if request.client else ""
        if self._options.proxy:
            # The last one is what the proxy itself has seen; those before it are whatever somebody wrote.
            address = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        if not limit.allows(household(address), time.monotonic()):
            raise HTTPException(429)

    def _language(self, request: Request, own: str, letters: str) -> Words:
        """The language asked for, that of whom we wrote to, the browser's, or the letter's."""
        known = tuple(self._words)
        chosen = nearest(request.query_params.get("lang", "")[:_LONGEST], known) or (own and nearest(own, known))
        return self._words[chosen or wished(request.headers.get("accept-language", ""), known, letters)]

    def _to(self, name: str, t: Words) -> Response:
        return RedirectResponse(f"{self._prefix}/{name}?lang={t.language}", 303)

    def _message(self, t: Words, name: str, status: int, *, home: bool = False) -> Response:
        home = home and self._options.is_open
        return HTMLResponse(self.views.message(t, name, home=home), status)

    def _says(self, name: str) -> Callable[[Request], Response]:
        def say(request: Request) -> Response:
            return self._message(self._language(request, "", ""), name, 200)

        return say

    async def _refuse(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else getattr(error, "status", 400)
        name = _STATUS.get(status, "refused" if status < _MISDIRECTED else "failed")
        response = self._message(self._language(request, "", ""), name, status, home=status == 403)  # noqa: PLR2004
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    async def _unready(self, request: Request, _: Exception) -> Response:
        return self._message(self._language(request, "", ""), "failed", 503)

    async def _fail(self, request: Request, _: Exception) -> Response:
        return self._message(self._language(request, "", ""), "failed", 500)

    @contextlib.asynccontextmanager
    async def _mailing(self, _: Starlette) -> AsyncIterator[None]:
        """Mails go out beside the answers: how long an answer takes tells nobody whether one did."""
        if self._mailer is None:
            yield
            return
        await run_in_threadpool(self._mailer.begin)
        task = asyncio.create_task(self._mail_on(self._mailer))
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    async def _mail_on(self, mailer: Mailer) -> None:
        while True:
            self._wake.clear()
            try:
                await run_in_threadpool(mailer.send)
            except Exception as error:  # noqa: BLE001  # the page must go on sending, whatever one mail was like
                _LOG.error("mails that ask to confirm wait: %s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _PAUSE)


def _noticed(form: Form, notice: str) -> Form:
    return Form(form.token, form.values, form.faults, notice, form.invited)


def _robots(_: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")
