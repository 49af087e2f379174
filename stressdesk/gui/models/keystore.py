"""The system's key store, through `keyring`: one entry a variable. It may ask its owner for a password and so block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stressdesk.errors import StressDeskError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

OWNER = "StressDesk"
"""Under which name entries stand in the key store."""
# Stores that keep nothing, and those of the package keyrings.alt, which write keys into files.
NOT_STORES = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


class Store(msgspec.Struct, frozen=True):
    """What keeps keys on this machine, in words; `is_there` is False where nothing does, and `words` says why.

    `is_refusing`: there is one, but it did not do what it was asked, and may when it is asked again.
    """

    is_there: bool
    words: str
    is_refusing: bool = False


def store() -> Store:
    """The key store of this machine."""
    try:
        backend = _backend()
    except StressDeskError as error:
        return Store(is_there=False, words=error.message)
    return Store(is_there=True, words=str(getattr(backend, "name", "")).split(".")[0].strip() or "system key store")


def read(variable: str) -> str:
    """The key kept for a variable; "" where there is none. Raises StressDeskError."""
    backend = _backend()
    try:
        kept = backend.get_password(OWNER, variable)
    except Exception:  # noqa: BLE001 - each store has errors of its own, whose words may quote what it was given
        raise _refused("read", "Unlock it and look again.") from None
    return kept or ""


def write(variable: str, key: str) -> None:
    """Keep a key, in place of an earlier one. Raises StressDeskError, which never names the key."""
    backend = _backend()
    try:
        backend.set_password(OWNER, variable, key)
    except Exception:  # noqa: BLE001 - as above
        raise _refused(
            "written", "Unlock it and press Keep again; until then the key is kept until the window closes."
        ) from None


def remove(variable: str) -> None:
    """Keep the key of a variable no longer. Raises StressDeskError."""
    backend = _backend()
    try:
        if backend.get_password(OWNER, variable):
            backend.delete_password(OWNER, variable)
    except Exception:  # noqa: BLE001 - as above
        raise _refused("changed", "Unlock it and press Remove again; until then the key stays in it.") from None


def _backend() -> KeyringBackend:
    try:
        import keyring  # noqa: PLC0415 - finds its backends by looking through all packages, 100 ms
    except ImportError:
        raise StressDeskError("The package keyring is not installed.") from None
    try:
        backend = keyring.get_keyring()
    except Exception:  # noqa: BLE001 - a broken backend is as good as none
        raise StressDeskError("The system's key store cannot be opened.") from None
    parts = getattr(backend, "backends", None)
    used = [backend] if parts is None else list(parts)
    if not used or any(type(one).__module__.startswith(NOT_STORES) for one in used):
        raise StressDeskError("This system has no key store.")
    return backend


def _refused(act: str, hint: str) -> StressDeskError:
    return StressDeskError(f"The system's key store cannot be {act}.", hint)
