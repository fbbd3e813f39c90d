"""Installed as ``sitecustomize`` by the tests that watch the program: notes what each process asks of the machine.

Every process of Python that has this on its path writes to the file that GREATGAME_WATCHED names, the workers of a
pool too: connections, and files that are opened for writing.
"""

import os
import sys

NETWORK = {
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.bind",
    "socket.sendto",
    "socket.sendmsg",
}
FILES = {
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.truncate",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.utime",
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _is_path(what):
    return isinstance(what, str | bytes | os.PathLike)


def _told(event, given):
    if event == "open":
        path, mode, flags = given
        writes = any(letter in mode for letter in "wax+") if mode else flags & WRITING
        return (path,) if writes and _is_path(path) else ()
    if event in FILES:
        folder = given[-1] if event in {"os.mkdir", "os.remove", "os.rmdir"} else -1
        below = os.readlink(f"/proc/self/fd/{folder}") if isinstance(folder, int) and folder >= 0 else ""
        return tuple(os.path.join(below, os.fsdecode(each)) for each in given[:2] if _is_path(each))
    if event in NETWORK:
        where = given[1] if event in {"socket.connect", "socket.bind", "socket.sendto"} else given[0]
        # An address that is a path leads to another process of this machine.
        return () if isinstance(where, str | bytes) and event in {"socket.connect", "socket.bind"} else (repr(where),)
    return ()


def _watch(file):
    kept = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(event, given):
        for what in _told(event, given):
            path = what if event in NETWORK else os.path.abspath(os.fsdecode(what))
            os.write(kept, f"{event}\t{path}\n".encode(errors="backslashreplace"))

    sys.addaudithook(note)


if "GREATGAME_WATCHED" in os.environ:
    _watch(os.environ["GREATGAME_WATCHED"])
