"""Asking Google's Cloud Billing catalogue, version 1: the way to it, patience with it, and what its errors mean.

Not here: what SKUs are prices of (`catalogue`).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from google.api_core import exceptions
from google.api_core.retry import Retry, if_exception_type
from google.auth.api_key import Credentials
from google.auth.exceptions import GoogleAuthError
from google.cloud.billing_v1 import CloudCatalogClient
from google.cloud.billing_v1.services.cloud_catalog.transports import (
    CloudCatalogRestTransport,
    CloudCatalogTransport,
)
from google.cloud.billing_v1.types import ListServicesRequest, ListSkusRequest, ListSkusResponse
from google.protobuf.json_format import ParseError
from outlay.errors import WrongUse
from requests import exceptions as sending

from outlay_automation.prices.refresh.failure import RefreshFailed
from outlay_automation.prices.refresh.google.sku import UnexpectedCatalogue

HOST: Final = "cloudbilling.googleapis.com"
_MOST_A_PAGE: Final = 5000
_TRANSIENT: Final = (
    exceptions.TooManyRequests,
    exceptions.InternalServerError,
    exceptions.BadGateway,
    exceptions.ServiceUnavailable,
    exceptions.GatewayTimeout,
    sending.ConnectionError,
    sending.Timeout,
    sending.ChunkedEncodingError,
)
_KEY: Final = re.compile(r"[!-~]+")
_KEY_HINT: Final = (
    "Create an API key in a project that has the Cloud Billing API (cloudbilling.googleapis.com) enabled, restrict it"
    " to that API, and give it as GOOGLE_API_KEY."
)

Progress: TypeAlias = Callable[[str, int], None]
"""Told which service of the catalogue is read, and how many of its SKUs have been."""


class CatalogueRefused(WrongUse):
    """The catalogue will not answer this request: no valid API key, an API that is not enabled, a wrong currency."""


class CatalogueUnavailable(RefreshFailed):
    """The catalogue did not answer, or only with errors, as long as there was patience for it."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for one answer, before trying again (doubled each time), and altogether."""

    answer: float = 60
    first_pause: float = 1
    longest_pause: float = 32
    altogether: float = 300


DEFAULT_PATIENCE: Final = Patience()


def catalogue_transport(api_key: str, host: str = HOST, url_scheme: str = "https") -> CloudCatalogTransport:
    """The way to the catalogue that `catalogue_figures` takes where it is given none.

    Raises:
        CatalogueRefused: when the key is empty, or holds what no key holds.
    """
    key = api_key.strip()
    if not key:
        raise CatalogueRefused("Google's price catalogue needs an API key", _KEY_HINT)
    if not _KEY.fullmatch(key):
        raise CatalogueRefused("the API key for Google's price catalogue holds characters that no key has", _KEY_HINT)
    credentials = Credentials(key)  # type: ignore[no-untyped-call]
    return CloudCatalogRestTransport(host=host, credentials=credentials, url_scheme=url_scheme)


@dataclass(frozen=True, slots=True)
class CatalogueReader:
    """Reads the catalogue's services and SKUs, priced in `currency`, page by page.

    Raises:
        CatalogueRefused, CatalogueUnavailable, UnexpectedCatalogue: from every method, as the answer is.
    """

    client: CloudCatalogClient
    currency: str
    on_progress: Progress
    patience: Patience

    def services(self) -> dict[str, str]:
        """Resource names of the catalogue's services by what it displays them as."""
        with _translated():
            pager = self.client.list_services(
                ListServicesRequest(page_size=_MOST_A_PAGE), retry=self._retry, timeout=self.patience.answer
            )
            return {service.display_name: service.name for service in pager}

    def skus(self, service: str, name: str) -> Iterator[Any]:
        """All SKUs of a service, as protobuf messages: the client's wrapper of them is slow for tens of thousands."""
        request = ListSkusRequest(parent=name, currency_code=self.currency, page_size=_MOST_A_PAGE)
        count = 0
        with _translated():
            for page in self.client.list_skus(request, retry=self._retry, timeout=self.patience.answer).pages:
                skus = ListSkusResponse.pb(page).skus
                yield from skus
                count += len(skus)
                self.on_progress(service, count)

    @property
    def _retry(self) -> Retry:
        return Retry(
            predicate=if_exception_type(*_TRANSIENT),
            initial=self.patience.first_pause,
            maximum=self.patience.longest_pause,
            multiplier=2,
            timeout=self.patience.altogether,
        )


@contextmanager
def _translated() -> Iterator[None]:
    """The client's errors as errors of ours."""
    try:
        yield
    except exceptions.RetryError as error:
        raise _unavailable(error.cause or error) from error
    except _TRANSIENT as error:
        raise _unavailable(error) from error
    except (exceptions.Unauthorized, exceptions.Forbidden, exceptions.BadRequest) as error:
        raise CatalogueRefused(f"Google's price catalogue refuses the request: {error.message}", _KEY_HINT) from error
    except GoogleAuthError as error:
        raise CatalogueRefused(f"Google's price catalogue refuses the request: {error}", _KEY_HINT) from error
    except sending.RequestException as error:  # its own words may hold the key
        message = f"Google's price catalogue cannot be asked: {type(error).__name__}"
        raise CatalogueRefused(message, _KEY_HINT) from None
    except exceptions.GoogleAPICallError as error:
        raise CatalogueUnavailable(f"Google's price catalogue answered with an error: {error.message}") from error
    except ParseError as error:
        raise UnexpectedCatalogue(f"a document of it cannot be read: {error}") from error


def _unavailable(error: BaseException) -> CatalogueUnavailable:
    said = error.message if isinstance(error, exceptions.GoogleAPICallError) else type(error).__name__
    code = f" {int(error.code)}" if isinstance(error, exceptions.GoogleAPICallError) and error.code else ""
    return CatalogueUnavailable(
        f"Google's price catalogue does not answer:{code} {said}",
        "Nothing was changed: the prices before stay in use. Try again later.",
    )
