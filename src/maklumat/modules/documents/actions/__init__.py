from .ending import revoke
from .issuing import issue, supersede
from .production import SignResult, produce, sign_batch
from .signing import Credential

__all__ = ["Credential", "SignResult", "issue", "produce", "revoke", "sign_batch", "supersede"]
