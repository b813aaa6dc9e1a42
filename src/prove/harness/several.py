"""Cases with several connections: a statement a line, each with the letter of
its connection. What a driver must know of its server, it brings along.
"""
import sys


def several(text, connect, follow):
    """Sends each statement and tells what came of it, waits and releases too.

    `connect(letter)` opens a connection with `send`, `done` and `tell`;
    `follow(connection)` waits until its statement has ended (True) or is held up
    by another connection (False).
    """
    connections, waiting = {}, []
    for line in text.splitlines():
        if not line.strip():
            continue
        letter, statement = line[0], line[3:].strip().rstrip(";")
        here = connections.get(letter)
        if here in waiting:
            sys.exit(f"{letter} is waiting and can't be sent `{statement}`")
        if here is None:
            here = connections[letter] = connect(letter)
        here.send(statement)
        if follow(here):
            here.tell()
        else:
            print(f"{letter}: (waits)")
            waiting.append(here)
        # What was released by this; one end may release the next.
        moved = True
        while moved:
            moved = False
            for other in list(waiting):
                if other is not here and follow(other) or other is here and other.done():
                    waiting.remove(other)
                    other.tell()
                    moved = True
                    break
    return 0
