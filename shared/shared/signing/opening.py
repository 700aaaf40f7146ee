"""How the signing process, and nobody else, opens the store: from its settings."""

from shared.core.settings import Settings
from shared.signing.authority import SigningAuthority
from shared.signing.cabinet import KeyCabinet
from shared.signing.store_keys import StoreKeys


def open_authority(settings: Settings) -> SigningAuthority:
    """Raise StoreClosed, with a sentence for the operator, when the store does not open with the key we were given."""
    cabinet = KeyCabinet(settings.signing_folder, StoreKeys.read(settings.signing_store_key))
    authority = SigningAuthority(settings.authority_folder, settings.address, cabinet)
    cabinet.close_anew()
    return authority
