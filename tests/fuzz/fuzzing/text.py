"""Mutations of the bytes of a text file: what an editor, a disk or a user in a hurry can do to it."""

import re
from collections.abc import Callable, Sequence
from random import Random

TOKENS = (
    "{", "}", "[", "]", ":", ": ", "- ", ",", "#", "&a ", "*a", "&a [*a]", "<<: *a", "<<: {a: 1}",
    "!!python/name:x ", "!x ",
    "|", ">", "'", '"', "%YAML 1.2\n", "---\n", "...\n", "?", "? a\n: b\n", "@", "`", "\\", "~",
    "=", "null", "true", "yes",
    "extends: case.yaml\n", "extends: .\n", "extends: theory\n", "none", "first", "text: Q1", "value: ", "points: {}",
    "2001-13", "9999-12", "2261-12", "1700-01", "2001-09-11", "12 months", "TAR", "WES-EAS",
    "a.b.c", "__class__", "\t", "  ",
)  # fmt: skip
"""What YAML, or the language of scenarios, gives a meaning."""

CHARACTERS = "\u00e9\u0416\u4e2d\u202e\u2066\u200f\u2028\u0085\ufeff\u0000\u0007\u001b\u00a0\u0301\U0001f3d4\ufffe\x7f"
"""Letters of all kinds, controls, and marks that change the direction of what follows."""

NUMBERS = (
    "9" * 400, "1e400", "-1e400", "1e-400", ".inf", "-.inf", ".nan", "-0", "0x7fffffff", "0o17", "1_000", "1e9", "1e10",
    "-1", "2", "1000", "1001", "12001", "007", "+1", "1.", ".5", "1:30", "1e", "\u0663", "\u00bd", "1,5", "50%",
)  # fmt: skip

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_WORD = re.compile(rb"[A-Za-z_][A-Za-z_0-9]*")

Mutation = Callable[[Random, bytes, Sequence[bytes]], bytes]


def mutated(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Change a text in one to six ways.

    Parameters
    ----------
    rng : Random
        Decides.
    data : bytes
        The text.
    others : sequence of bytes
        Texts to take pieces from.
    """
    for _ in range(rng.choice([1, 1, 1, 2, 3, 6])):
        data = rng.choice(MUTATIONS)(rng, data, others)
    return data[:400_000]


def _flip(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    if not data:
        return data
    place = rng.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << rng.randrange(8)]) + data[place + 1 :]


def _insert(rng: Random, data: bytes, what: bytes) -> bytes:
    place = rng.randint(0, len(data))
    return data[:place] + what + data[place:]


def _token(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    return _insert(rng, data, rng.choice(TOKENS).encode())


def _character(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    return _insert(rng, data, rng.choice(CHARACTERS).encode() * rng.choice([1, 1, 1, 1, 40]))


def _bytes(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    return _insert(rng, data, rng.randbytes(rng.randint(1, 4)))


def _cut(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    return data[: rng.randint(0, len(data))]


def _hole(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    first = rng.randint(0, len(data))
    return data[:first] + data[first + rng.choice([1, 1, 2, 5, 40, 400]) :]


def _splice(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = rng.choice(others)
    first = rng.randint(0, len(other))
    piece = other[first : first + rng.randint(1, 300)]
    return _insert(rng, data, piece) if rng.random() < 0.7 else data[: rng.randint(0, len(data))] + other[first:]


def _lines(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Double, drop, move or exchange lines."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    how = rng.randrange(4)
    if how == 0:
        lines.insert(other, lines[one])
    elif how == 1:
        del lines[one]
    elif how == 2:
        lines.insert(other, lines.pop(one))
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _indent(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    first = rng.randrange(len(lines))
    for place in range(first, min(len(lines), first + rng.choice([1, 1, 3, 50]))):
        line = lines[place]
        lines[place] = rng.choice([b" " + line, b"\t" + line, b"  " + line, line.removeprefix(b" "), line.lstrip()])
    return b"".join(lines)


def _replaced(rng: Random, data: bytes, pattern: "re.Pattern[bytes]", by: Callable[[bytes], bytes]) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    one = rng.choice(found)
    return data[: one.start()] + by(one[0]) + data[one.end() :]


def _number(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    return _replaced(rng, data, _NUMBER, lambda _: rng.choice(NUMBERS).encode())


def _word(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Put another word of the text, or a misspelt or unusual one, in the place of one."""
    words = _WORD.findall(data)
    changes = (bytes.lower, bytes.upper, bytes.title, lambda word: word[:-1], lambda word: word * 2,
               lambda word: b'"%s"' % word, lambda word: word * 50, lambda _: rng.choice(words))  # fmt: skip
    return _replaced(rng, data, _WORD, rng.choice(changes)) if words else data


def _nested(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    depth = rng.choice([10, 25, 1000, 20_000])
    opened = rng.choice([b"[", b"{", b"{a: ", b"- ", b"? "]) * depth
    return _insert(rng, data, opened + rng.choice([b"", b"]" * depth, b"}" * depth]))


def _laughs(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Add anchors that name each other, so that reading them all would never end."""
    lines = [b"a0: &a0 [x, x]"] + [b"a%d: &a%d [*a%d, *a%d]" % (n, n, n - 1, n - 1) for n in range(1, 30)]
    return data + b"\n" + b"\n".join(lines) + b"\n"


def _encoded(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    text = data.decode("utf-8", "replace")
    how = rng.choice(["utf-16", "utf-16-le", "utf-32", "latin-1", "utf-8-sig", "utf-7"])
    return text.encode(how, "replace")


def _ends(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    return data.replace(b"\n", rng.choice([b"\r\n", b"\r", b"\n\n", b"\xe2\x80\xa8", b"\x0c", b""]))


def _repeated(rng: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    first = rng.randint(0, len(data))
    piece = data[first : first + rng.randint(1, 60)]
    return _insert(rng, data, piece * rng.choice([2, 3, 100]))


MUTATIONS: Sequence[Mutation] = (
    *(_flip, _token, _token, _character, _bytes, _cut, _hole, _hole, _splice, _lines, _lines, _lines),
    *(_indent, _number, _number, _number, _word, _word, _word, _nested, _laughs, _encoded, _ends, _repeated),
)
