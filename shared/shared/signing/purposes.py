"""Whether a certificate may sign documents at all, and whether its algorithms still hold."""

from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

_FOR_DOCUMENTS = {
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    ExtendedKeyUsageOID.EMAIL_PROTECTION,
    ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # document signing, RFC 9336
    ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # document signing, as office programs know it
    ObjectIdentifier("1.2.840.113583.1.1.5"),  # authentic documents, as PDF readers know it
}
_NEVER_FOR_DOCUMENTS = {ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.OCSP_SIGNING}
_WEAK_HASHES = {"md2", "md4", "md5", "sha1"}
_LEAST_RSA_BITS = 2048
_LEAST_CURVE_BITS = 224


def is_misused(certificate: x509.Certificate) -> bool:
    """A certificate of an authority, a time-stamper, a server, ... signs no documents (RFC 5280, 4.2.1.3 and .12)."""
    extensions = certificate.extensions
    for extension in extensions:
        value = extension.value
        if isinstance(value, x509.BasicConstraints) and value.ca:
            return True
        if isinstance(value, x509.KeyUsage) and not (value.digital_signature or value.content_commitment):
            return True
        if isinstance(value, x509.ExtendedKeyUsage):
            uses = set(value)
            if uses & _NEVER_FOR_DOCUMENTS or not uses & _FOR_DOCUMENTS:
                return True
    return False


def is_weak(certificate: x509.Certificate, signer_info: Any) -> bool:
    """A hash that can be collided or a key that can be computed: nothing is proven."""
    digests = [str(signer_info["digest_algorithm"]["algorithm"].native)]
    algorithm = signer_info["signature_algorithm"]
    try:
        digests.append(str(algorithm.hash_algo))
    except ValueError:
        pass  # named by the digest algorithm already
    try:
        if certificate.signature_hash_algorithm is not None:
            digests.append(certificate.signature_hash_algorithm.name)
    except ValueError:
        return True
    if any(digest.lower().replace("-", "") in _WEAK_HASHES for digest in digests):
        return True
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey | dsa.DSAPublicKey):
        return key.key_size < _LEAST_RSA_BITS
    return isinstance(key, ec.EllipticCurvePublicKey) and key.key_size < _LEAST_CURVE_BITS
