from .credential import Credential
from .ending import revoke
from .issuing import issue, supersede
from .production import SignResult, produce, sign_batch

__all__ = ["Credential", "SignResult", "issue", "produce", "revoke", "sign_batch", "supersede"]
