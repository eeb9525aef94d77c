"""First passwords on slips, and names to log in with."""

import secrets
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import get_hasher
from django.db.models import Q
from django.db.models.functions import Lower

# No letter or digit that is read as another one on paper: 31 signs, 12 of them are 59 random bits.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 3, 4
# Rounds make guessing words slow; nobody guesses 59 random bits. Fifty-nine slips are made within one request, and
# Django hashes with all its rounds again when the password is first used.
ROUNDS = 30_000


def new_secret() -> str:
    """A random password that can be typed from paper: `ab3d-kmn7-wx2y`."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))


def quick_hash(secret: str) -> str:
    """The hash of a random password, by the hasher in use with fewer rounds where it counts them."""
    hasher: Any = get_hasher()
    work = {"iterations": ROUNDS} if hasattr(hasher, "iterations") else {}
    return str(hasher.encode(secret, hasher.salt(), **work))


def plain_word(text: str) -> str:
    """Lower case letters and digits without marks."""
    folded = unicodedata.normalize("NFKD", text.lower()).replace("đ", "d")
    return "".join(sign for sign in folded if sign.isascii() and sign.isalnum())


def base_name(full_name: str) -> str:
    """A name to log in with, as people are addressed: Nguyễn Thị Hoa is `hoa.nt`."""
    words = [word for word in map(plain_word, full_name.split()) if word] or ["nguoidung"]
    initials = "".join(word[0] for word in words[:-1])
    return f"{words[-1]}.{initials}"[:60] if initials else words[-1][:60]


class UsernameChooser:
    """Free names for new people, read once for all of them."""

    def __init__(self, full_names: Iterable[str]) -> None:
        bases = {base_name(name) for name in full_names}
        like = Q()
        for base in bases:
            like |= Q(username__istartswith=base)
        users = get_user_model()._default_manager.filter(like) if bases else get_user_model()._default_manager.none()
        self._taken = set(users.annotate(name=Lower("username")).values_list("name", flat=True))

    def choose(self, full_name: str) -> str:
        """A name that nobody has; a second Hoa gets `hoa.nt2`."""
        base = name = base_name(full_name)
        number = 1
        while name in self._taken:
            number += 1
            name = f"{base}{number}"
        self._taken.add(name)
        return name
