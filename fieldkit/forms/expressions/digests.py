"""Digests, signatures and texts wrapped for the road.

Source: ODK XForms specification, "digest", "base64-decode", "extract-signed".
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from fieldkit.forms.expressions.values import Value, string

_ALGORITHMS = {"md5", "sha1", "sha256", "sha384", "sha512"}
_SIGNATURE = 64
"""How many bytes an Ed25519 signature has."""


def digest(value: Value, name: Value, encoding: Value = "base64") -> str:
    """Return the digest of a text; blank where nobody knows the algorithm."""
    algorithm = string(name).lower().replace("-", "")
    if algorithm not in _ALGORITHMS:
        return ""
    found = hashlib.new(algorithm, string(value).encode(), usedforsecurity=False).digest()
    return found.hex() if string(encoding).lower() == "hex" else base64.b64encode(found).decode()


def decoded(value: Value) -> str:
    """Return the text that base64 wraps; blank where it wraps nothing."""
    return _bytes(string(value)).decode(errors="replace")


def signed(contents: Value, key: Value) -> str:
    """Return the text that somebody signed with Ed25519; blank where the signature is not by this key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    wrapped = _bytes(string(contents))
    signature, message = wrapped[:_SIGNATURE], wrapped[_SIGNATURE:]
    try:
        Ed25519PublicKey.from_public_bytes(_bytes(string(key))).verify(signature, message)
        return message.decode()
    except (InvalidSignature, ValueError):
        return ""


def _bytes(text: str) -> bytes:
    # As in Collect, signs that are not of base64 are passed over.
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""
