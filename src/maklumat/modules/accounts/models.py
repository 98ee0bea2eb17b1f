from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from maklumat.kernel import clock, rows
from maklumat.kernel.ids import new_id


class AccountManager(BaseUserManager):
    """Accounts by e-mail; the address is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Account:
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get(self, *args: Any, **wanted: Any) -> Account:
        """As anywhere; by its key alone, as each page of somebody who is logged in asks, without composing the statement anew."""
        if args or wanted.keys() != {"pk"}:
            return super().get(*args, **wanted)
        found = rows.read(self.model, "WHERE id = %s", [self.model._meta.pk.to_python(wanted["pk"])])
        if not found:
            raise self.model.DoesNotExist
        return found[0]

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A login. Staff carry a name and NIP by office; a resident's account is optional and only a convenience."""

    class Kind(models.TextChoices):
        STAFF = "staff"
        RESIDENT = "resident"

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    nip = models.CharField(max_length=18, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.RESIDENT)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or str(self.id)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Abilities come from appointments in units, never from this table."""
        return False

    has_module_perms = has_perm


class Session(AbstractBaseSession):
    """A browser that is known. Kept under the digest of its key: who reads this table can continue nobody's session.

    ``account_id``: whose login it is, if anybody's; ``device``: families of browser and system, no address.
    """

    account_id = models.UUIDField(null=True, db_index=True)
    device = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class SafetyEvent(models.Model):
    """One line of what happened to an account's safety. ``about``: a route's name or how somebody proved who they are."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "-at"], name="safety_of_account"),
            models.Index(fields=["at"], name="safety_by_age"),
        ]
