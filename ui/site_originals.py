"""A page of an original as a web page, ``GET /sida``, and its picture, ``GET /sidbild``."""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assistant.service import Answerer
from ui import texts
from ui.labels import official_link
from ui.page_figures import PATIENT, figure_html, picture_response
from ui.page_pictures import PagePictures
from ui.page_views import SCALES, page_view
from ui.safe_html import clean
from ui.site_page import page
from ui.sources import place_link, quote_link


class PagesOfOriginals:
    """The pages of PDFs, of one answerer; ``by_address`` has what makes each reply."""

    def __init__(self, answerer: Answerer, pictures: PagePictures) -> None:
        self._answerer = answerer
        self._pictures = pictures
        self.by_address = {"/sida": self._page, "/sidbild": self._picture}

    def _page(self, request: Request) -> Response:
        """The page with links to those beside it; to our script only what the panel shows."""
        in_panel = request.headers.get("x-lotsen") == "panel"
        view = page_view(self._answerer, dict(request.query_params))
        if view is None:
            return page(request, "saknas", texts.NO_PAGE, status=404)
        figure = figure_html(view, self._pictures, patience=PATIENT, level=3 if in_panel else 2)
        if in_panel:
            told = {"X-Lotsen": "panel", "Vary": "X-Lotsen"}  # a proxy's own page has it not
            return HTMLResponse(clean(figure, pictures=True), headers=told)
        return page(
            request,
            "sida",
            view.entry.title,
            here="kallor",
            figure=Markup(clean(figure, pictures=True)),  # noqa: S704 – cleaned
            official=Markup(  # noqa: S704 – cleaned
                clean(official_link(view.entry.url, view.entry.url_status))
            ),
            place=place_link(view.passage),
            source=quote_link(view.query),
            pinpoint=view.passage.pinpoint,
        )

    def _picture(self, request: Request) -> Response:
        query = dict(request.query_params)
        view = page_view(self._answerer, query)
        scale = query.get("skala", next(iter(SCALES)))
        if view is None or scale not in SCALES:
            return Response(texts.NO_PAGE, 404, {"Cache-Control": "no-store"}, "text/plain")
        return picture_response(view, self._pictures, scale, query.get("v", ""))
