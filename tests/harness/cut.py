"""What a disk may hold after a power cut: all that was made durable, and of the rest any part in any sectors."""

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEAD = struct.Struct("=c119sqq")
SECTOR = 512


@dataclass(frozen=True, slots=True)
class Op:
    """One recorded call: C create, W write, T truncate, S sync, U unlink, R rename, A acknowledged."""

    what: str
    name: str
    offset: int
    data: bytes


@dataclass(slots=True)
class Disk:
    """Files as the disk holds them, with what was done to each since it was last made durable."""

    durable: dict[str, bytes]
    entries: set[str]
    waiting: dict[str, list[Op]] = field(default_factory=dict)
    names_waiting: list[Op] = field(default_factory=list)

    def take(self, op: Op) -> None:
        """Follows one call."""
        if op.what in "WT":
            self.waiting.setdefault(op.name, []).append(op)
        elif op.what in "CUR":
            self.names_waiting.append(op)
            if op.what == "C":
                self.durable[op.name] = b""
        elif op.what == "S" and op.name == ".":
            for waiting in self.names_waiting:
                self._name(waiting)
            self.names_waiting.clear()
        elif op.what == "S":
            for waiting in self.waiting.pop(op.name, []):
                self.durable[op.name] = applied(self.durable.get(op.name, b""), waiting)

    def _name(self, op: Op) -> None:
        if op.what == "C":
            self.entries.add(op.name)
        elif op.what == "U":
            self.entries.discard(op.name)
        else:
            self.entries.discard(op.name)
            target = op.data.decode()
            self.entries.add(target)
            self.durable[target] = self.durable.pop(op.name, b"")

    def after_cut(self, rng: random.Random) -> dict[str, bytes]:
        """One of the states the cut may leave."""
        left = Disk(durable=dict(self.durable), entries=set(self.entries))
        for op in self.names_waiting:
            if rng.random() < 0.5:
                left._name(op)
        for name, ops in self.waiting.items():
            data = left.durable.get(name, b"")
            for op in ops:
                data = _partly(data, op, rng)
            left.durable[name] = data
        return {name: data for name, data in left.durable.items() if name in left.entries}


def applied(data: bytes, op: Op) -> bytes:
    """A file's content after one write or truncation."""
    if op.what == "T":
        return data[:op.offset].ljust(op.offset, b"\0")
    data = data.ljust(op.offset, b"\0")
    return data[:op.offset] + op.data + data[op.offset + len(op.data):]


def _partly(data: bytes, op: Op, rng: random.Random) -> bytes:
    chance = rng.random()
    if chance < 0.4:
        return applied(data, op)
    if chance < 0.7 or op.what == "T":
        return data
    for start in range(0, len(op.data), SECTOR):
        if rng.random() < 0.5:
            part = op.data[start:start + SECTOR]
            data = applied(data, Op(what="W", name=op.name, offset=op.offset + start, data=part))
    return data


def read(record: bytes) -> list[Op]:
    """The calls in the order they were made."""
    found, place = [], 0
    while place + _HEAD.size <= len(record):
        what, name, offset, length = _HEAD.unpack_from(record, place)
        place += _HEAD.size
        found.append(Op(what=what.decode(), name=name.rstrip(b"\0").decode(), offset=offset,
                        data=record[place:place + length]))
        place += length
    return found


def images(record: bytes, before: dict[str, bytes], times: int,
           rng: random.Random) -> Iterator[tuple[int, dict[str, bytes]]]:
    """``times`` states after cuts at random calls, each with the last number acknowledged before it."""
    ops = read(record)
    moments = sorted(rng.randrange(len(ops) + 1) for _time in range(times))
    disk, done, acknowledged = Disk(durable=dict(before), entries=set(before)), 0, 0
    for moment in moments:
        for op in ops[done:moment]:
            disk.take(op)
            acknowledged = op.offset if op.what == "A" else acknowledged
        done = moment
        yield acknowledged, disk.after_cut(rng)
