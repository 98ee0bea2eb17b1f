"""The cast of the sealed channel: recipients, custodians, a reporter; all speak the protocol through the independent client."""

from __future__ import annotations

from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from maklumat.kernel import clock
from maklumat.modules.accounts.models import Account
from maklumat.site.demo import seed
from tests import signed
from tests.whistleblowing.client import DjangoTransport, Keyholder, Reporter

PASSPHRASE = "empat kata yang sembarang"
RECIPIENTS = ("yusniar.hakim", "gede.pranata", "maya.sihombing")
CUSTODIANS = ("teuku.iskandar", "suci.rahmadhani", "bernadus.kopong", "nursyamsi.latif", "wahidah.amini")
TITLES = {row["email"].partition("@")[0]: row["title"] for row in seed.sample("people.json")["staff"]}


def logged_in(name: str, *, proved: bool = True) -> Client:
    """``proved``: with a password just now."""
    client = Client(enforce_csrf_checks=True)
    account = Account.objects.get(email=f"{name}@tirtamulya.example")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    if proved:
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
        session["account_authentication_methods_user"] = user_id_to_str(account)
        session.save()
    return client


def keyholder(name: str, *, key: bool = True, proved: bool = True) -> Keyholder:
    """Somebody at the desk; with a key that is in a signed head already."""
    one = Keyholder(DjangoTransport(logged_in(name, proved=proved)))
    if key:
        one.make_key(PASSPHRASE, TITLES[name])
        signed.sign_all()
        one.state()
    return one


def reporter(**more: object) -> Reporter:
    return Reporter(DjangoTransport(Client()), **more)


def ceremony() -> bytes:
    """Five custodians and a recovery key that one of them made, signed. The seed, which nobody else has."""
    holders = [keyholder(name) for name in CUSTODIANS]
    found, _answer = holders[-1].ceremony()
    signed.sign_all()
    return found
