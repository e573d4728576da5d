"""What an attacker can do to a key file without knowing the secret.
`python -m tests.vault.forgery 1000000` is the long run: so many mutations, with their checksums put right."""

import copy
import hashlib
import json
import random
import sys
from collections.abc import Callable
from typing import Any

from app.vault import sealed, slot
from app.vault.errors import VaultError
from app.vault.hpke_slot import new_seeds, public_of
from app.vault.keyfile import LIGHT_KDF, KeyFile, create, from_bytes, give_access, new_secret, to_bytes, unlock

Json = dict[str, Any]


def resummed(document: Json) -> bytes:
    """The checksum is put right again, the MAC is not."""
    body = {name: value for name, value in document.items() if name != "sum"}
    digest = hashlib.sha256(sealed.canonical(body)).digest()
    return sealed.canonical({**body, "sum": sealed.to_text(digest)})


def changed(keyfile: KeyFile, change: Callable[[Json], None]) -> bytes:
    document = json.loads(to_bytes(keyfile))
    change(document)
    return resummed(document)


VALUES: list[object] = [None, True, False, 0, -1, 1, 2, 65536, 262144, 2**70, 1.0, "", "AA==", "argon2id", [], {}, [[]]]


def mutated(document: Json, chance: random.Random) -> Json:
    """One change somewhere in the tree: another value, a missing or a further field, two values exchanged."""
    places: list[tuple[Json, str]] = []
    pending: list[object] = [document]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            places += [(node, name) for name in node]
            pending += node.values()
        elif isinstance(node, list):
            pending += node
    node, name = chance.choice(places)
    match chance.randrange(6):
        case 0:
            node[name] = copy.deepcopy(chance.choice(VALUES))
        case 1:
            del node[name]
        case 2:
            node[name + "x"] = 1
        case 3:
            other, second = chance.choice(places)
            node[name], other[second] = copy.deepcopy(other[second]), copy.deepcopy(node[name])
        case 4 if isinstance(node[name], str) and node[name]:
            text = list(str(node[name]))
            text[chance.randrange(len(text))] = chance.choice("ABCabc+/=09")
            node[name] = "".join(text)
        case _ if type(node[name]) is int:
            node[name] += chance.choice((-1, 1, 1 << 20))
    return document


def accepts(data: bytes, password: str) -> bool:
    """Whether these bytes open anything with the right password; only the vault's own refusals may come."""
    try:
        unlock(from_bytes(data), password)
    except VaultError:
        return False
    return True


def refused_mutations(keyfile: KeyFile, password: str, tries: int, seed: int) -> int:
    """How many of so many mutations were different from the key file, each refused; fails at one that opens."""
    chance = random.Random(seed)
    whole = to_bytes(keyfile)
    original = json.loads(whole)
    different = 0
    for _ in range(tries):
        data = resummed(mutated(copy.deepcopy(original), chance))
        # A changed checksum put right again is the original.
        if data != whole:
            different += 1
            assert not accepts(data, password), data
    return different


def long_run(tries: int, seed: int) -> int:
    """So many mutations of a key file with and without slots for others; Argon2id is replaced, it is not judged."""
    slot._argon2id = lambda password, kdf, salt: hashlib.sha256(password + salt + repr(kdf).encode()).digest()
    secret = new_secret()
    plain = create(secret, "Muster", LIGHT_KDF)
    shared = give_access(plain, secret, public_of(new_seeds()))
    return sum(refused_mutations(one, "Muster", tries // 2, seed + n) for n, one in enumerate((plain, shared)))


if __name__ == "__main__":
    print(f"REFUSED {long_run(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)} OK")
