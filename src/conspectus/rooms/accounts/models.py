"""Rows of people, users, divisions, tokens, sign-in links and the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from conspectus.rooms.accounts.choices import Role, Scope


class Division(models.Model):
    """A part of the organisation; ``path`` lists the ids from the top, so a subtree is one prefix."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=600)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=400, db_index=True, default="")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Siblings have different names."""

        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "name_key"], name="division_name_in_parent"),
            models.UniqueConstraint(
                fields=["name_key"], condition=models.Q(parent__isnull=True), name="division_name_at_top"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody the organisation knows; may or may not sign in."""

    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True, default="")
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="people")
    is_active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Listed by name."""

        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class DivisionPlace(models.Model):
    """Where a division lay from a day on; never changed. Of those that reach a day, the one recorded last counts."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="places")
    parent = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the order they were recorded."""

        ordering: ClassVar = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.division_id} below {self.parent_id} from {self.from_on}"


class UserManager(BaseUserManager["User"]):
    """Finds users by the e-mail they sign in with, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user with this e-mail."""
        return self.get(email_key=(username or "").strip().casefold())


class User(AbstractBaseUser):
    """An account that signs in. ``organisation_role`` holds everywhere; all other roles are grants."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="user")
    email = models.CharField(max_length=254)
    email_key = models.CharField(max_length=600, unique=True)
    organisation_role = models.CharField(max_length=30, choices=Role.choices, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)  # the command line's own account: acts, never signs in
    created_at = models.DateTimeField()
    deactivated_at = models.DateTimeField(null=True, blank=True)
    # How pages are written for them; empty where the organisation's usual holds.
    language = models.CharField(max_length=10, blank=True, default="")
    region = models.CharField(max_length=10, blank=True, default="")
    time_zone = models.CharField(max_length=60, blank=True, default="")
    revision = models.PositiveIntegerField(default=1)

    objects = UserManager()

    USERNAME_FIELD = "email_key"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    # Set on the object, never stored: this request came with a read-only token.
    reading_only: bool = False
    # Likewise: the token this request came with.
    token_id: int | None = None
    # Likewise: when the session of this request was entered; None for tokens and the command line.
    entered_at: datetime | None = None
    # Likewise: those whose duties are not to be counted among theirs just now.
    alone: bool = False
    # Likewise: for whom they did what they may do only as a deputy, by deed; the audit log tells it.
    stood_in: dict[str, tuple[str, ...]] | None = None

    def __str__(self) -> str:
        return self.email

    @property
    def name(self) -> str:
        """The person's name, for greeting and for the audit log."""
        return self.person.name


class ApiToken(models.Model):
    """A key for programs: shown once, kept as a keyed hash, with an end."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16, unique=True)
    secret_hash = models.CharField(max_length=64)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"


class SignInLink(models.Model):
    """A link that signs one user in once, within an hour."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_links")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link of {self.user_id}"


class SignInAttempt(models.Model):
    """A try at a password, kept only as long as it counts against the limit."""

    account_key = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """Counted by account and by address."""

        indexes: ClassVar = [
            models.Index(fields=["account_key", "at"], name="attempt_account"),
            models.Index(fields=["address", "at"], name="attempt_address"),
        ]

    def __str__(self) -> str:
        return f"{self.address} at {self.at}"


class KeptAnswer(models.Model):
    """What a program was answered to a write it gave a key, so that asking again with that key does nothing twice."""

    owner = models.CharField(max_length=40)  # the token, or the user of a page
    key_hash = models.CharField(max_length=64)
    sent_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)  # None while it is being done
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True)  # None where it held a secret
    at = models.DateTimeField(db_index=True)

    class Meta:
        """A key means one request."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "key_hash"], name="kept_answer_key")]

    def __str__(self) -> str:
        return f"answer to {self.owner} at {self.at}"


class AuditLine(models.Model):
    """One deed, forever: the database refuses to change or remove it, and each line seals the one before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=200)
    deed = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    body = models.TextField()
    previous_hash = models.CharField(max_length=64)
    line_hash = models.CharField(max_length=64)

    class Meta:
        """Read by number and by subject."""

        ordering: ClassVar = ["number"]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "number"], name="audit_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.deed}"
