from .authority import Authority, SigningKey, authority
from .certificate import Certificate

__all__ = ["Authority", "Certificate", "SigningKey", "authority"]
