"""Which addresses a key may be sent to."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def check_address(url: str) -> str:
    """The URL without a slash at its end, if it may be asked: https, or http on this machine. Else ValueError."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("is no URL") from None
    if parts.username is not None or parts.password is not None:
        raise ValueError("must hold no user name and no password; name the key's variable in key-env")
    if parts.query or parts.fragment or not host or not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError('must be like "https://api.example.com/v1"')
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return url.rstrip("/")
    raise ValueError("must begin with https://; http:// is for this machine alone (127.0.0.1, ::1, localhost)")


def is_own_machine(url: str) -> bool:
    """Whether a URL leads to this machine."""
    return is_loopback(urlsplit(url).hostname or "")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, by its address or as "localhost"."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
