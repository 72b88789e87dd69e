"""Pages of other sites: what their browsers ask beforehand (CORS), and a refusal that says why.

https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from api.errors import problem


class Pages(CORSMiddleware):
    """Starlette's middleware, whose refusals are problems like all others."""

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer what a browser asks before it lets a page send its request."""
        answer = super().preflight_response(request_headers)
        if answer.status_code < 400:
            return answer
        kept = ("access-control-", "vary")
        headers = {name: value for name, value in answer.headers.items() if name.startswith(kept)}
        return problem(
            answer.status_code,
            "What the page asks for is not offered to pages of other sites.",
            headers=headers,
            mend=f"Ask by one of {', '.join(self.allow_methods)}.",
        )
