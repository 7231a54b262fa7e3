"""Second factors: their secrets are sealed under the installation's key; the picture of one needs no style."""

import secrets
from base64 import urlsafe_b64encode

import qrcode  # type: ignore[import-untyped] # carries no types
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped] # carries no types

PURPOSE = b"focalpoint.second-factor"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth carries no types
    """A copy of the database alone gives no second factor."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return box(PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret; one that was sealed under another key becomes a random one, which fits no code."""
        try:
            return box(PURPOSE).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return secrets.token_hex(20)

    def build_totp_svg(self, url: str) -> str:
        """Draw the square that an authenticator reads: one path, coloured by a class."""
        return qr_code(url)

    def get_totp_issuer(self) -> str:
        """Name the desk in the authenticator."""
        return "Focalpoint"


def qr_code(text: str) -> str:
    """Return a QR code as SVG of two shapes.

    >>> qr_code("x").count("<path")
    1
    """
    named = {"class": "qr", "aria-hidden": "true"}
    code = qrcode.QRCode(border=4, image_factory=SvgPathFillImage)
    code.add_data(text)
    return str(code.make_image(**named).to_string(encoding="unicode"))


def box(purpose: bytes) -> Fernet:
    """Return the box that seals things of one purpose, its key made from the installation's secret."""
    made = HKDF(SHA256(), 32, None, purpose).derive(force_bytes(settings.SECRET_KEY))
    return Fernet(urlsafe_b64encode(made))
